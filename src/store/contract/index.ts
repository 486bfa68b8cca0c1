export type { Brought, Store, TakeBack, Visit, Visited } from '../store.js';
export { storeContract } from './contract.js';
export type { StoreDemand } from './demand.js';
