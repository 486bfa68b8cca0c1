/** The middleware in use: four articles, of which the fourth comes with the prompt. */
export const USE = `
const paywall = createPaywall({
  site: 'https://news.example',
  keys: [{ id: '2026-11', secret: 'a secret of thirty-two bytes or more' }],
  store: memoryStore(),
});
const app = express();
app.get('/news/:slug', paywall.meter({ article: (req) => String(req.params.slug) }), (req, res) => {
  res.send(req.paywall.state === 'blocked' ? splitArticle('<p>one</p><p>two</p><p>three</p>').teaser : 'text');
});
const server = app.listen(0, async () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  let cookie = '';
  for (const slug of ['a', 'b', 'c', 'd']) {
    const response = await fetch(\`http://127.0.0.1:\${address.port}/news/\${slug}\`, { headers: { cookie } });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    console.log(response.headers.get('paywall')?.split(';')[0]);
  }
  server.close();
});
`;

/** What it prints. */
export const STATES = 'free\nfree\nfree\nregister-prompt\n';

export const ESM_SITE = `
import express from 'express';
import { createPaywall, memoryStore } from 'metered-paywall';
import { splitArticle } from 'metered-paywall/prompts';
${USE}`;

export const CJS_SITE = `
const express = require('express');
const { createPaywall, memoryStore } = require('metered-paywall');
const { splitArticle } = require('metered-paywall/prompts');
${USE}`;
