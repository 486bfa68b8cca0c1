import type { ServiceOptions } from '../../src/service.js';

export const TOKEN = 'the-token-of-the-benchmark';
export const KEY = { id: 'bench', secret: 'a secret of thirty-two bytes or more' };
export const SITE = { site: 'https://news.example', keys: [KEY] };

/** The service of every measurement. */
export const SERVICE: ServiceOptions = {
  ...SITE,
  token: TOKEN,
  prompts: { siteName: 'The Example', registerUrl: '/register', subscribe: { url: '/subscribe' } },
};
