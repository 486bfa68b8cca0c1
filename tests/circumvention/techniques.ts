/** One way to ask for an article that is not the plain GET. */
export interface Technique {
  readonly name: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** Another way to write the article's path. */
  readonly path?: (path: string) => string;
}

type Fields = Readonly<Record<string, string>>;

const USER_AGENTS: Fields = {
  Googlebot: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Googlebot for phones':
    'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Googlebot-News': 'Googlebot-News',
  'AdsBot-Google': 'AdsBot-Google (+http://www.google.com/adsbot.html)',
  'Mediapartners-Google': 'Mediapartners-Google',
  'Google-InspectionTool': 'Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)',
  'Google-AMPHTML': 'Google-AMPHTML',
  Bingbot: 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  Applebot: 'Mozilla/5.0 (compatible; Applebot/0.1; +http://www.apple.com/go/applebot)',
  DuckDuckBot: 'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)',
  YandexBot: 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
  Baiduspider: 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
  facebookbot: 'facebookbot',
  facebookexternalhit: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  Twitterbot: 'Twitterbot/1.0',
  LinkedInBot: 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  Slackbot: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'archive.org_bot': 'Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)',
  GPTBot: 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  'a news reader': 'Flipboard/4.2 (FlipboardProxy/1.2; +http://flipboard.com/browserproxy)',
  'no name': '',
};

const REFERERS: Fields = {
  'Google search': 'https://www.google.com/',
  'Google News': 'https://news.google.com/',
  Bing: 'https://www.bing.com/search?q=tides',
  DuckDuckGo: 'https://duckduckgo.com/',
  Yahoo: 'https://search.yahoo.com/',
  't.co': 'https://t.co/abcdef',
  Facebook: 'https://www.facebook.com/',
  'Facebook links': 'https://l.facebook.com/l.php?u=https%3A%2F%2Fnewsroom.example',
  LinkedIn: 'https://www.linkedin.com/feed/',
  Reddit: 'https://www.reddit.com/r/news/',
  'an Android search app': 'android-app://com.google.android.googlequicksearchbox/',
  'the site itself': 'http://newsroom.example/',
};

const GOOGLEBOTS_ADDRESS = '66.249.66.1';

/** Fields that say where a request comes from, wherever proxies or sites have been seen to believe them. */
const ORIGINS: Fields = {
  'X-Forwarded-For': GOOGLEBOTS_ADDRESS,
  Forwarded: `for=${GOOGLEBOTS_ADDRESS};proto=https`,
  'X-Real-IP': GOOGLEBOTS_ADDRESS,
  'CF-Connecting-IP': GOOGLEBOTS_ADDRESS,
  'True-Client-IP': GOOGLEBOTS_ADDRESS,
  'X-Client-IP': GOOGLEBOTS_ADDRESS,
  'X-Cluster-Client-IP': GOOGLEBOTS_ADDRESS,
  'Fastly-Client-IP': GOOGLEBOTS_ADDRESS,
  'X-Originating-IP': '127.0.0.1',
  'X-Forwarded-Host': 'localhost',
  'X-Original-URL': '/',
  'X-Rewrite-URL': '/',
};

const PURPOSES: readonly (readonly [string, string])[] = [
  ['Purpose', 'prefetch'],
  ['Sec-Purpose', 'prefetch'],
  ['Sec-Purpose', 'prefetch;prerender'],
  ['Sec-Purpose', 'prefetch;anonymous-client-ip'],
  ['X-Purpose', 'preview'],
  ['X-Moz', 'prefetch'],
];

/** Fields that ask for a part of the page, for nothing of it, or for another kind of it. */
const CONDITIONS: readonly (readonly [string, string])[] = [
  ['Range', 'bytes=0-'],
  ['Range', 'bytes=2000-'],
  ['Range', 'bytes=-800'],
  ['Range', 'bytes=0-1,-800'],
  ['If-None-Match', '*'],
  ['If-None-Match', '"another"'],
  ['If-Modified-Since', 'Tue, 24 Nov 2026 00:00:00 GMT'],
  ['If-Match', '"another"'],
  ['If-Range', '"another"'],
  ['Cache-Control', 'no-cache'],
  ['Cache-Control', 'only-if-cached, max-stale=99999'],
  ['Accept', 'application/json'],
  ['Accept', 'application/ld+json'],
  ['Accept', 'application/rss+xml'],
  ['Accept', 'text/markdown'],
  ['Accept', 'text/plain'],
  ['Accept', 'text/vnd.wap.wml'],
  ['Accept-Encoding', 'identity'],
  ['X-Requested-With', 'XMLHttpRequest'],
  ['RSC', '1'],
  ['Save-Data', 'on'],
];

/** Claims that have opened some site or other. */
const CLAIMS: Fields = {
  Authorization: 'Bearer subscriber',
  Paywall: 'free; read=0',
  'X-Paywall-Bypass': '1',
  'X-Subscriber': 'true',
  'X-HTTP-Method-Override': 'POST',
  'AMP-Same-Origin': 'true',
};

const QUERIES: readonly string[] = [
  'outputType=amp',
  'amp=1',
  'amp',
  'format=amp',
  'print=1',
  'view=print',
  'm=1',
  'page=all',
  'output=json',
  'preview=true',
  'bypass=1',
  'gift=1',
  'nocount=1',
  'utm_source=google&gclid=1',
  '_escaped_fragment_=',
];

const PATHS: Readonly<Record<string, (path: string) => string>> = {
  'path/amp': (path) => `${path}/amp`,
  'path.amp': (path) => `${path}.amp`,
  '/amp/path': (path) => `/amp${path}`,
  'path/print': (path) => `${path}/print`,
  'path.html': (path) => `${path}.html`,
  'path.json': (path) => `${path}.json`,
  'path/feed': (path) => `${path}/feed`,
  'path/comments': (path) => `${path}/comments`,
  '/m/path': (path) => `/m${path}`,
  '/print/path': (path) => `/print${path}`,
  'path/': (path) => `${path}/`,
  '//path': (path) => `/${path}`,
  '/./path': (path) => `/.${path}`,
  'path;session': (path) => `${path};jsessionid=1`,
  'path in capitals': (path) => path.toUpperCase(),
  'the route in capitals': (path) => path.replace('/news/', '/NEWS/'),
  'path with an escape': (path) => path.replace(/-/, '%2D'),
  'an absolute address': (path) => `http://elsewhere.example${path}`,
};

const METHODS: readonly string[] = ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE'];

/** Everything that lists of bypasses try against a paywall on the server, and what an attacker would try next. */
export const TECHNIQUES: readonly Technique[] = [
  ...named('User-Agent', USER_AGENTS),
  ...named('Referer', REFERERS),
  ...fields(Object.entries(ORIGINS)),
  ...fields(PURPOSES),
  ...fields(CONDITIONS),
  ...fields(Object.entries(CLAIMS)),
  ...QUERIES.map((query) => ({ name: `?${query}`, query })),
  ...Object.entries(PATHS).map(([name, path]) => ({ name, path })),
  ...METHODS.map((method) => ({ name: method, method })),
];

function named(field: string, values: Fields): Technique[] {
  return Object.entries(values).map(([name, value]) => ({ name: `${field}: ${name}`, headers: { [field]: value } }));
}

function fields(values: readonly (readonly [string, string])[]): Technique[] {
  return values.map(([name, value]) => ({ name: `${name}: ${value}`, headers: { [name]: value } }));
}
