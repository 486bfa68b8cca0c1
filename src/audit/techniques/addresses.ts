import type { HeaderFields } from '../http/exchange.js';
import { byRequests, type Technique } from './technique.js';

/** Of Googlebot, of Bingbot, and of the machine itself. */
const ADDRESSES = ['66.249.66.1', '157.55.39.1', '127.0.0.1'];

const GOOGLEBOT: HeaderFields = {
  'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
};

const NAMES = [
  'X-Forwarded-For',
  'X-Real-IP',
  'CF-Connecting-IP',
  'True-Client-IP',
  'X-Client-IP',
  'X-Cluster-Client-IP',
  'Fastly-Client-IP',
  'X-Original-Forwarded-For',
];

const fieldsFor = (address: string): readonly (readonly [string, HeaderFields])[] => [
  ...NAMES.map((name) => [`${name}: ${address}`, { [name]: address }] as const),
  [`Forwarded: for=${address}`, { Forwarded: `for=${address}` }],
];

const [first = ''] = ADDRESSES;

/** Claiming another address. */
export const addresses: readonly Technique[] = [
  byRequests({
    id: 'forwarded-address',
    title: 'X-Forwarded-For and its kind, of crawlers',
    advice:
      'Take the address from proxies that you name: set Express’s `trust proxy` to their addresses or their number, never to `true`, and have the outermost one overwrite these fields.',
    async tries({ article, attempt }) {
      // Where the name alone opens, the name with an address says nothing of the address.
      const nameOpens = (await attempt({ url: article, headers: GOOGLEBOT })).length > 0;
      const asGooglebot = nameOpens
        ? []
        : fieldsFor(first).map(([label, fields]) => [`${label} as Googlebot`, { ...fields, ...GOOGLEBOT }] as const);
      return [...ADDRESSES.flatMap(fieldsFor), ...asGooglebot].map(([label, headers]) => ({
        label,
        ask: { url: article, headers },
      }));
    },
  }),
];
