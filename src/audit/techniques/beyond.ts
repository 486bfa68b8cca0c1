import { relatedTo } from '../page/links.js';
import { notApplicable, type Technique } from './technique.js';

/** What cannot be tried from here. */
export const beyond: readonly Technique[] = [
  {
    id: 'other-hosts',
    title: 'Other hosts of the site (m., amp., api.)',
    advice: 'Audit each by an address of its own.',
    async examine({ page, article }) {
      const hosts = new Set(relatedTo(page).map(({ url }) => url.host));
      hosts.delete(article.host);
      return notApplicable(hosts.size > 0 ? `not asked; the page names ${[...hosts].join(', ')}` : 'not asked');
    },
  },
  {
    id: 'archives',
    title: 'Web archives, translators and the like',
    advice:
      "They read as new readers do, and keep what they got. Ask them not to with `noarchive` in `X-Robots-Tag`, or close the door with `aiCrawlers: 'block'` and `newReaders`.",
    examine: async () => notApplicable('not asked; `X-Robots-Tag: noarchive` asks them to keep no pages'),
  },
  {
    id: 'text-fragment',
    title: 'Text fragments (#:~:text=)',
    advice: 'A fragment never reaches the server; it can only show what the page holds anyway.',
    examine: async () => notApplicable('fragments are not sent'),
  },
];
