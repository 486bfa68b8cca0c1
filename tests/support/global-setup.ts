import { openBuild } from '#build';
import { drawSeed } from '#rounds';
import { startSharedCluster, startSharedRedis } from '#shared-redis';

/** Runs once before all tests. What is missing stops them with one line: no test is skipped in silence. */
export default async function globalSetup(): Promise<void> {
  drawSeed();
  openBuild();
  try {
    await startSharedRedis();
    await startSharedCluster();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
