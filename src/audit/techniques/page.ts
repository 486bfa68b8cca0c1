import type { Place } from '../page/places.js';
import { closed, inWords, open, type Technique } from './technique.js';

interface Left extends Pick<Technique, 'id' | 'title' | 'advice'> {
  readonly places: readonly Place[];
}

/** Whether the blocked reader's copy has the canary in one of these places. Nothing is sent. */
function leftIn({ places, ...technique }: Left): Technique {
  return {
    ...technique,
    async examine({ leaks }) {
      const found = places.filter((place) => leaks.has(place));
      return found.length > 0 ? open(`the end of the article is ${inWords(found)}`) : closed('not in the response');
    },
  };
}

/** The text that is in the response all the same. It has a finding of its own where the meter blocks nobody. */
export const textInPage = leftIn({
  id: 'page-text',
  title: 'Text in the page, hidden by scripts or styles',
  advice:
    'Leave the text out of the response instead of hiding it: where `req.paywall.state` is `blocked`, send the `teaser` of `splitArticle(body)` and the wall.',
  places: ['text', 'hidden'],
});

/** Text left in the blocked reader's response. */
export const pageTechniques: readonly Technique[] = [
  textInPage,
  leftIn({
    id: 'page-json-ld',
    title: 'Text in the structured data',
    advice: 'Leave `articleBody` out of the JSON-LD; `structuredData(article)` never writes it.',
    places: ['json-ld'],
  }),
  leftIn({
    id: 'page-script',
    title: 'Text in scripts (__NEXT_DATA__ and its kind)',
    advice: 'Cut the article with `splitArticle` before it is handed to the page’s components, not inside them.',
    places: ['script'],
  }),
  leftIn({
    id: 'page-elsewhere',
    title: 'Text in meta elements, attributes, comments',
    advice:
      'Write nothing but the teaser into the page where `req.paywall.state` is `blocked`; the `teaser` of `splitArticle` leaves all of these out.',
    places: ['meta', 'attribute', 'comment', 'noscript', 'template', 'header'],
  }),
];
