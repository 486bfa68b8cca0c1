import { WORDED_TAGS } from '../prompts/index.js';
import type { PreviewSettings } from './options.js';
import { readersOf, type Scene, scenesOf } from './scenes.js';

/** In the order in which they stand beside each other. */
export const PLACEMENTS = ['inline', 'dock'] as const;
export const SCHEMES = ['light', 'dark'] as const;
export const WIDTHS = ['phone', 'desktop'] as const;

/** One page that a reader may meet. */
export interface Case {
  readonly scene: Scene;
  readonly reader: string;
  readonly locale: string;
  readonly placement: (typeof PLACEMENTS)[number];
  readonly scheme: (typeof SCHEMES)[number];
}

/** What a case is told apart by, in addresses too. The width is that of a frame around it. */
export const DIMENSIONS = ['scene', 'reader', 'locale', 'placement', 'scheme', 'width'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** One value of each dimension, or `all`. */
export type Choice = Readonly<Record<Dimension, string>>;

export const ALL = 'all';

/** The values there are. */
export type Values = Readonly<Record<Dimension, readonly string[]>>;

export function valuesOf(settings: PreviewSettings): Values {
  const readers = readersOf(settings);
  const scenes = readers.flatMap((reader) => scenesOf(reader, settings).map(({ id }) => id));
  const locales = [...WORDED_TAGS, ...settings.prompts.copy.keys(), settings.prompts.locale];
  return {
    scene: [...new Set(scenes)],
    reader: readers,
    locale: [...new Set(locales)],
    placement: PLACEMENTS,
    scheme: SCHEMES,
    width: WIDTHS,
  };
}

/** What is shown where an address leaves a dimension out. */
export function defaultsOf({ prompts }: PreviewSettings): Choice {
  const { locale, placement } = prompts;
  return { scene: ALL, reader: ALL, locale, placement, scheme: ALL, width: ALL };
}

/** The choice of an address; `undefined` where it names a value that there is none of. */
export function choiceOf(query: URLSearchParams, settings: PreviewSettings): Choice | undefined {
  const values = valuesOf(settings);
  const choice = { ...defaultsOf(settings) };
  for (const dimension of DIMENSIONS) {
    const value = query.get(dimension);
    if (value === null) continue;
    if (value !== ALL && !values[dimension].includes(value)) return undefined;
    choice[dimension] = value;
  }
  return choice;
}

/** The query of an address that makes this choice, whatever the defaults are. */
export function queryOf(choice: Choice): string {
  const { scene, reader, locale, placement, scheme, width } = choice;
  return new URLSearchParams({ scene, reader, locale, placement, scheme, width }).toString();
}

/** The cases of a choice. A placement makes a difference to prompts alone: of all of them, others are shown in one. */
export function casesOf(choice: Choice, settings: PreviewSettings): readonly Case[] {
  const isChosen = (dimension: Dimension) => (value: string) => [ALL, value].includes(choice[dimension]);
  const values = valuesOf(settings);
  const cases: Case[] = [];
  for (const reader of values.reader.filter(isChosen('reader'))) {
    for (const scene of scenesOf(reader, settings).filter(({ id }) => isChosen('scene')(id))) {
      for (const locale of values.locale.filter(isChosen('locale'))) {
        for (const placement of PLACEMENTS.filter(isChosen('placement'))) {
          if (choice.placement === ALL && placement === 'dock' && scene.decision.state !== 'register-prompt') continue;
          for (const scheme of SCHEMES.filter(isChosen('scheme')))
            cases.push({ scene, reader, locale, placement, scheme });
        }
      }
    }
  }
  return cases;
}

/** The choice of one case alone. */
export function choiceOfCase({ scene, ...rest }: Case, width: string): Choice {
  return { ...rest, scene: scene.id, width };
}
