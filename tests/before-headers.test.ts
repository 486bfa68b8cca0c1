import type { ServerResponse } from 'node:http';
import { expect, test } from '@jest/globals';
import express from 'express';
import { beforeHeaders } from '../src/express/before-headers.js';
import { listen } from './support/listen.js';

/** The response that comes of this, and what was set when its fields were about to be sent. */
async function respond(answer: (res: ServerResponse, seen: unknown[]) => void) {
  const seen: unknown[] = [];
  const site = await listen(express().use((_req, res) => answer(res, seen)));
  try {
    const response = await fetch(site.origin);
    return { status: response.status, text: response.statusText, fields: response.headers, seen };
  } finally {
    await site.close();
  }
}

const setsOne = (res: ServerResponse, seen: unknown[]) =>
  beforeHeaders(res, () => {
    seen.push([res.statusCode, res.getHeader('a'), res.getHeader('set-cookie')]);
    res.setHeader('b', 'ours');
  });

test.each<[string, (res: ServerResponse) => void, unknown]>([
  ['nobody calls writeHead', (res) => void res.setHeader('a', '1').end(), [200, '1', undefined]],
  ['it is given no fields', (res) => void res.setHeader('a', '1').writeHead(404).end(), [404, '1', undefined]],
  ['it is given an object', (res) => void res.writeHead(404, { a: '1', b: 'site' }).end(), [404, '1', undefined]],
  [
    'it is given a list',
    (res) => void res.writeHead(404, ['a', '1', 'Set-Cookie', 'x=1', 'Set-Cookie', 'y=2']).end(),
    [404, '1', ['x=1', 'y=2']],
  ],
  [
    'it is given a reason and an object',
    (res) => void res.writeHead(404, 'Gone home', { a: '1' }).end(),
    [404, '1', undefined],
  ],
  [
    'the head is flushed',
    (res) => {
      res.setHeader('a', '1').flushHeaders();
      res.end();
    },
    [200, '1', undefined],
  ],
])('acts once on all that is set where %s', async (_how, answer, expected) => {
  const { seen, fields, status } = await respond((res, seen) => {
    setsOne(res, seen);
    answer(res);
  });
  expect(seen).toEqual([expected]);
  expect([fields.get('a'), fields.get('b')]).toEqual(['1', 'ours']);
  expect(status).toBe(Array.isArray(expected) && expected[0]);
});

test('keeps a reason, and a status that is changed at the last moment', async () => {
  const kept = await respond((res) => {
    beforeHeaders(res, () => undefined);
    res.writeHead(404, 'Gone home').end();
  });
  expect([kept.status, kept.text]).toEqual([404, 'Gone home']);
  const changed = await respond((res) => {
    beforeHeaders(res, () => {
      res.statusCode = 402;
    });
    res.writeHead(404, 'Gone home').end();
  });
  expect([changed.status, changed.text]).toEqual([402, 'Payment Required']);
});

test('acts in turn, the last to come first, and leaves what others put in its place to be called', async () => {
  const order: string[] = [];
  await respond((res) => {
    beforeHeaders(res, () => order.push('first'));
    const { writeHead } = res;
    res.writeHead = (...args: readonly unknown[]) => {
      order.push('other');
      return Reflect.apply(writeHead, res, args);
    };
    beforeHeaders(res, () => order.push('last'));
    res.end();
  });
  expect(order).toEqual(['last', 'other', 'first']);
});
