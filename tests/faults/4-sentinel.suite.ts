import { startSentinels } from '../support/sentinel.js';
import { waitFor } from '../support/wait.js';
import { MASTER } from './app/protocol.js';
import { type Rig, testFaults } from './fault.js';
import { freeze, kill } from './rigs.js';

type Harm = typeof freeze;

/** The master is harmed, and serves again as soon as the Sentinels have made its replica the master. */
async function failover(harm: Harm): Promise<Rig> {
  const { master, replica, ports, masterPort, stop } = await startSentinels(MASTER);
  return {
    deployment: 'sentinel',
    ports,
    inflict: async () => harm(master),
    heal: () => waitFor('the replica to be master', async () => (await masterPort()) === replica.port, 30_000),
    stop,
  };
}

testFaults('4-sentinel', [
  { name: 'Sentinel failover, master killed', lasts: 0, prepare: () => failover(kill) },
  { name: 'Sentinel failover, master frozen', lasts: 0, prepare: () => failover(freeze) },
  { name: 'Sentinel failover, master frozen, ioredis 5', lasts: 0, ioredis: 5, prepare: () => failover(freeze) },
]);
