import { removeBuild } from '#build';
import { stopSharedRedis } from '#shared-redis';

/** Runs once after all tests, whether they passed or failed. */
export default async function globalTeardown(): Promise<void> {
  removeBuild();
  await stopSharedRedis();
}
