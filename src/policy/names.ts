/** Characters that nobody sees and that change how what stands around them reads; joiners within words are none (Cc, Cf of Unicode). */
const UNSEEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Whether a name has characters that nobody sees, such as those that turn the direction of the text around. */
export const hasUnseen = (name: string): boolean => UNSEEN.test(name);

const TURNING = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name that readers or a site chose, so that it cannot reorder a sentence around it (first-strong isolate, UAX #9). */
export function isolated(name: string): string {
  const shown = name.replace(TURNING, '\uFFFD');
  return RIGHT_TO_LEFT.test(shown) ? `\u2068${shown}\u2069` : shown;
}
