/** The logs could not be read, or nothing follows from them. The message says why, and what to do about it. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
}
