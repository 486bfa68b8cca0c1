import express, { type Express } from 'express';
import type { Meter } from './contenders/contender.js';

const PARAGRAPH = `<p>${'The council met on Monday and adjourned on Monday, having settled nothing. '.repeat(5)}</p>\n`;
const TEXT = PARAGRAPH.repeat(10);

/** The site that every contender meters: one route, and a page of 4 kB whether it is the article or, as long, the wall. */
export function createSite({ handlers, isBlocked }: Meter): Express {
  const app = express();
  app.get('/news/:slug', ...handlers, (req, res) => {
    res.send(isBlocked(req, res) ? page('Teaser', req.path) : page('News', req.path));
  });
  return app;
}

/** The load generator tells the two by the first letter. */
function page(kind: 'News' | 'Teaser', path: string): string {
  return `${kind}<!doctype html><html lang="en"><title>${path}</title><main>\n${TEXT}</main></html>`;
}
