import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { plainError, watchFaults } from '../../src/store/redis-faults.js';

const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  emitWarning.mockClear();
});

/** A client that emits events, and says no more of itself than this. */
const clientOf = (more: object = {}) => Object.assign(new EventEmitter(), more);
const down = (what = 'down') => new Error(what);
const run = async () => null;
const NODE_REDIS = { eval: run, evalSha: run };

describe('what keeps a client from its server', () => {
  test('is not known before it says so, and then is its last error', () => {
    const client = clientOf();
    const fault = watchFaults(client);
    expect(fault()).toBeUndefined();
    client.emit('error', down('first'));
    client.emit('error', down('second'));
    expect(fault()).toEqual(down('second'));
  });

  test('is not known of a client that emits no events, or that cannot say who listens', () => {
    expect(watchFaults({})()).toBeUndefined();
    expect(watchFaults({ on: () => undefined })()).toBeUndefined();
    expect(watchFaults({ listenerCount: () => 0 })()).toBeUndefined();
  });

  test('is listened to once, however many ask', () => {
    const client = clientOf();
    expect(watchFaults(client)).toBe(watchFaults(client));
    expect(client.listenerCount('error')).toBe(1);
  });

  test.each([
    ['ioredis', {}, 'ready', 'connect'],
    ['a Cluster of ioredis', { isCluster: true }, 'ready', 'connect'],
    ['node-redis', NODE_REDIS, 'ready', 'connect'],
    ['a cluster of node-redis, which is never ready', { ...NODE_REDIS, slots: [] }, 'connect', 'ready'],
  ])('is over once %s says so', (_which, more, event, other) => {
    const client = clientOf(more);
    const fault = watchFaults(client);
    client.emit('error', down());
    client.emit('node error', down('node'));
    client.emit(other);
    expect(fault()).toEqual(down());
    client.emit(event);
    expect(fault()).toBeUndefined();
  });

  test.each(['node error', 'node-error'])('is the error of one node, for a quarter of a minute (%s)', (event) => {
    const client = clientOf({ options: { password: 'sesame' } });
    const fault = watchFaults(client);
    jest.advanceTimersByTime(60_000);
    client.emit(event, down('WRONGPASS sesame'));
    jest.advanceTimersByTime(14_999);
    expect(fault()).toEqual(down('WRONGPASS …'));
    jest.advanceTimersByTime(1);
    expect(fault()).toBeUndefined();
  });

  test('is its own error rather than that of a node', () => {
    const client = clientOf();
    const fault = watchFaults(client);
    client.emit('error', down('own'));
    client.emit('node error', down('of a node'));
    expect(fault()).toEqual(down('own'));
  });
});

describe('an error that nobody else listens to', () => {
  const WARNING = { type: 'PaywallWarning', code: 'PAYWALL_REDIS_ERROR' };

  test('is a warning, once in an outage', () => {
    const client = clientOf({ options: { password: 'sesame' } });
    watchFaults(client);
    client.emit('error', down('WRONGPASS sesame'));
    client.emit('error', down());
    expect(emitWarning.mock.calls).toEqual([['Redis is out of reach: WRONGPASS …', WARNING]]);
    client.emit('ready');
    client.emit('error', down());
    expect(emitWarning.mock.calls[1]).toEqual(['Redis is out of reach: down', WARNING]);
  });

  test('is none where somebody does', () => {
    const client = clientOf();
    client.on('error', () => undefined);
    watchFaults(client);
    client.emit('error', down());
    expect(emitWarning).not.toHaveBeenCalled();
  });
});

describe('the words of an error', () => {
  const wordsOf = (error: unknown, client: object = {}) => plainError(error, client).message;
  const errorOf = (more: object, message = '') => Object.assign(new Error(message), more);

  test.each<[string, unknown, string]>([
    ['no error', 'down', 'down'],
    ['nothing', undefined, 'undefined'],
    ['a message', down(), 'down'],
    ['a message and a code', errorOf({ code: 'ECONNREFUSED' }, 'down'), 'down'],
    ['a code alone', errorOf({ code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['neither', new TypeError(''), 'TypeError'],
    ['one error for each address', errorOf({ errors: [down('first'), down('second')], code: 'E' }), 'first'],
    ['one for each, and one of its own', errorOf({ errors: [down('first')] }, 'own'), 'own'],
    ['one for each that has one for each', errorOf({ errors: [errorOf({ errors: [down('deep')] })] }), 'deep'],
    ['none for any address', errorOf({ errors: [], code: 'E' }), 'E'],
    ['errors that are no list', errorOf({ errors: 'none', code: 'E' }), 'E'],
    ['what the last node said', errorOf({ lastNodeError: errorOf({ code: 'E' }) }, 'down'), 'down E'],
    ['a last node that said nothing', errorOf({ lastNodeError: 'E' }, 'down'), 'down'],
    ['a command that is quoted', down('unknown command, with args beginning with: `a`\n`b`'), 'unknown command'],
    ['one that is quoted without a comma', down('unknown command with args beginning with: a'), 'unknown command'],
  ])('of %s', (_which, error, words) => {
    expect(wordsOf(error)).toBe(words);
  });

  test.each(['username', 'password', 'sentinelUsername', 'sentinelPassword'])('are without the %s', (name) => {
    const error = down('sesame is wrong: sesame');
    expect(wordsOf(error, { options: { [name]: 'sesame' } })).toBe('… is wrong: …');
    expect(wordsOf(error, { options: { redisOptions: { [name]: 'sesame' } } })).toBe('… is wrong: …');
  });

  test('are without every secret', () => {
    const options = { username: 'ali', password: 'sesame', redisOptions: { password: 'open' } };
    expect(wordsOf(down('ali open sesame'), { options })).toBe('… … …');
  });

  test.each([
    ['an empty password', { options: { password: '' } }],
    ['the default user', { options: { username: 'default' } }],
    ['a password that is none', { options: { password: 7 } }],
    ['no settings', { options: null }],
    ['settings that are none', { options: 'default user 7' }],
    ['settings of nodes that are none', { options: { redisOptions: null } }],
  ])('are as they were with %s', (_which, client) => {
    expect(wordsOf(down('default user 7'), client)).toBe('default user 7');
  });
});
