import { parseUrl } from '../../options/index.js';
import { withPath, withQuery } from '../address.js';
import { Jar } from '../http/jar.js';
import { type Related, relatedTo } from '../page/links.js';
import type { Probe } from '../probe.js';
import { byRequests, type Technique, type Try } from './technique.js';

const asTries = (urls: readonly URL[], { article }: Probe): readonly Try[] =>
  [...new Map(urls.map((url) => [url.href, url])).values()]
    .filter((url) => url.host === article.host && url.protocol === article.protocol)
    .map((url) => ({ label: url.pathname + url.search, ask: { url } }));

const related = ({ page }: Probe, wanted: (link: Related) => boolean): readonly URL[] =>
  relatedTo(page)
    .filter(wanted)
    .map(({ url }) => url);

const at = ({ article }: Probe, paths: readonly string[]): readonly URL[] =>
  paths.map((path) => new URL(path, article));

const FEED = /rss|atom|feed/;

/** In characters; RFC 9309 section 2.5 asks for half a megabyte at least. */
const LONGEST_ROBOTS = 512 * 1024;

async function sitemaps(probe: Probe): Promise<readonly URL[]> {
  const [robots] = at(probe, ['/robots.txt']);
  if (!robots) return [];
  const { body } = await probe.askAs({ url: robots }, new Jar());
  const named = Array.from(
    body.slice(0, LONGEST_ROBOTS).matchAll(/^[^\S\n]*sitemap[^\S\n]*:[^\S\n]*(\S+)/gim),
    ([, url = '']) => url,
  );
  return named.map((url) => parseUrl(url)).filter((url) => url !== undefined);
}

/** Where a page made by Next.js gets its data from. */
function nextData({ page, article }: Probe): readonly URL[] {
  const build = /"buildId"\s*:\s*"([\w-]+)"/.exec(page.body)?.[1];
  return build === undefined
    ? []
    : [withPath(article, (path) => `/_next/data/${build}${path.replace(/\/$/, '')}.json`)];
}

function apis(probe: Probe): readonly URL[] {
  const { article } = probe;
  const slug = article.pathname.split('/').filter(Boolean).at(-1) ?? '';
  return [
    withPath(article, (path) => `${path.replace(/\/$/, '')}.json`),
    withQuery(article, 'format=json'),
    withQuery(article, '_format=json'),
    withPath(article, (path) => `/api${path}`),
    ...at(probe, [
      `/api/articles/${slug}`,
      `/api/posts/${slug}`,
      `/wp-json/wp/v2/posts?slug=${slug}`,
      `/wp-json/wp/v2/search?search=${slug}`,
      `/ghost/api/content/posts/slug/${slug}/`,
    ]),
    ...nextData(probe),
  ];
}

/** Other places of the site that hold the article. */
export const discovered: readonly Technique[] = [
  byRequests({
    id: 'linked-versions',
    title: 'Versions that the page links to',
    advice:
      'Mount `paywall.meter()` on every version with the same `article`, or link to none that has the whole text.',
    nothing: 'the page links to none on this host',
    tries: (probe) =>
      asTries(
        related(probe, ({ rel, type }) => {
          const feed = rel.includes('alternate') && FEED.test(type);
          return (
            !feed && rel.some((each) => ['amphtml', 'canonical', 'alternate', 'shortlink', 'print'].includes(each))
          );
        }).filter(({ href }) => href !== probe.article.href),
        probe,
      ),
  }),
  byRequests({
    id: 'feeds',
    title: 'RSS, Atom and JSON feeds',
    advice:
      'Put summaries into public feeds, or `splitArticle(body).teaser`; full text belongs into feeds with a key of the subscriber’s.',
    tries: (probe) =>
      asTries(
        [
          ...at(probe, ['/rss', '/rss.xml', '/feed', '/feed/', '/feed.xml', '/feed.json', '/atom.xml', '/index.xml']),
          withPath(probe.article, (path) => `${path.replace(/\/$/, '')}/feed/`),
          ...related(probe, ({ rel, type }) => rel.includes('alternate') && FEED.test(type)),
        ],
        probe,
      ),
  }),
  byRequests({
    id: 'sitemaps',
    title: 'Sitemaps and llms.txt',
    advice: 'List addresses and headlines there, never the text.',
    tries: async (probe) =>
      asTries(
        [
          ...at(probe, ['/sitemap.xml', '/news-sitemap.xml', '/sitemap-news.xml', '/llms.txt', '/llms-full.txt']),
          ...(await sitemaps(probe)),
        ],
        probe,
      ),
  }),
  byRequests({
    id: 'api',
    title: 'Public APIs (WordPress, Ghost, Next.js, .json)',
    advice:
      'Mount `paywall.meter()` on the API’s routes with the same `article`, or leave the text out of what it gives to anybody.',
    tries: (probe) => asTries(apis(probe), probe),
  }),
];
