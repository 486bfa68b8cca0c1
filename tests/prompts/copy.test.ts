import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { findLocale } from '../../src/prompts/locale.js';
import { en } from '../../src/prompts/locales/en.js';
import { type Messages, SENTENCES } from '../../src/prompts/messages.js';
import { type Around, type Say, speaker } from '../../src/prompts/say.js';
import type { PromptDecision } from '../../src/prompts.js';
import { fourthView } from './facts.js';

// What readers are told, in files that anybody who speaks the language can review: UPDATE_COPY=1 writes them anew.

const LOCALES = ['en', 'es', 'fr', 'de', 'ar', 'he', 'pt', 'it', 'nl', 'pl', 'ja', 'zh-Hans'] as const;
const COUNTS = [0, 1, 2, 3, 5, 11, 21, 100];
const DATES = ['2026-12-01', '2027-01-08', '2027-03-22', '2027-08-11'].map((day) => new Date(`${day}T00:00:00Z`));
const PERIODS = ['month', 'week', 'day', { days: 1 }, { days: 2 }, { days: 7 }, { days: 30 }] as const;

const NAMES = Object.keys(en).filter((name): name is keyof Messages => name in en);
const SITE = 'The Example';

/** One message for one reader; every number in it is the count. */
function say(locale: string, name: keyof Messages, count: number, more: Partial<PromptDecision>, canComment: boolean) {
  const decision = { ...fourthView, state: 'free' as const, read: count, left: count, limit: count, ...more };
  // The meter speaks of two numbers, of which the first is the lesser.
  const facts = name === 'meter' ? { ...decision, read: Math.min(count, 2) - 1 } : decision;
  const around = { siteName: SITE, comments: count, canComment };
  return sayerOf(locale, facts, around)(name).replaceAll('\u00a0', ' ');
}

const sayers = new Map<string, Say>();

/** All messages for one reader; kept, for to make it takes longer than to say them. */
function sayerOf(locale: string, facts: PromptDecision, around: Around): Say {
  const key = JSON.stringify([locale, facts, around]);
  const known = sayers.get(key) ?? speaker(facts, around, findLocale(locale, 'en', new Map()));
  sayers.set(key, known);
  return known;
}

/** Every text that a message has, each with what it is said of; the same text is not said twice in a row. */
function review(locale: string, name: keyof Messages): string {
  const lines: string[] = [];
  const add = (what: string, text: string): void => {
    if (!lines.some((line) => line.endsWith(`: ${text}`))) lines.push(`  ${what}: ${text || '(nothing)'}`);
  };
  for (const account of [false, true]) {
    for (const canComment of [false, true]) {
      for (const count of COUNTS) {
        for (const resetsAt of DATES) {
          const who = `${account ? 'known' : 'unknown'}${canComment ? ', may comment' : ''}`;
          const day = resetsAt.toISOString().slice(5, 10);
          add(`${who}, ${count}, ${day}`, say(locale, name, count, { account, resetsAt }, canComment));
        }
      }
    }
  }
  for (const period of name === 'inDays' || name === 'promptRead' || name === 'wallLimit' || name === 'meter'
    ? PERIODS
    : []) {
    add(JSON.stringify(period), say(locale, name, 3, { period }, false));
  }
  const texts = lines.length === 1 ? ` ${(lines[0] ?? '').replace(/^.*?\d\d-\d\d: /, '')}` : `\n${lines.join('\n')}`;
  return `${name}:${texts}\n`;
}

describe.each(LOCALES)('%s', (locale) => {
  const text = NAMES.map((name) => review(locale, name)).join('\n');

  test('says what the file for reviewers holds', () => {
    const file = `tests/prompts/copy/${locale}.txt`;
    if (process.env.UPDATE_COPY) {
      mkdirSync('tests/prompts/copy', { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('says every message whole', () => {
    expect(text).not.toMatch(/undefined|null|NaN|#|\$|Infinity|[{}]\s*\n.*[{}]|: {2}/);
    for (const name of NAMES) {
      for (const count of COUNTS) {
        const said = say(locale, name, count, {}, false);
        expect(said).toBe(said.trim());
        if (!SENTENCES.has(name)) expect(said).not.toBe('');
        expect(said).not.toMatch(/ {2}|[<>]/);
      }
    }
  });

  test('is not English in disguise', () => {
    const same = NAMES.filter((name) => say(locale, name, 3, {}, true) === say('en', name, 3, {}, true));
    expect(same).toEqual(locale === 'en' ? NAMES : []);
  });
});
