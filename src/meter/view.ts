import type { EndedView } from './outcome.js';
import type { FieldsLike } from './request-fields.js';
import type { MaybeArticle } from './steps/01-article.js';
import type { MaybeAccount } from './steps/02-account.js';

/** One request for a page, as each way in describes it. */
export interface View {
  /** The request's method; all but GET and HEAD pass on unmetered. `HEAD` only where no body can be sent in answer. */
  readonly method: string;
  /** The request's target, as in `/news/tides?page=2`. */
  readonly target: string;
  /** The request's fields. */
  readonly headers: FieldsLike;
  /** Names what is counted. Default: the target's path in canonical form. */
  readonly article?: (() => MaybeArticle | PromiseLike<MaybeArticle>) | undefined;
  /** Names the registered reader, if any. Default: nobody is registered. */
  readonly account?: (() => MaybeAccount | PromiseLike<MaybeAccount>) | undefined;
  /** The reader's IP address, from a source that no reader can write to. Default: none. */
  readonly address?: string | undefined;
  /** Whether the reader has gone away already, so that nothing need be counted. Default: never as far as is known. */
  readonly left?: (() => boolean) | undefined;
  /** Given what goes on once the view has been answered, where the platform ends what nobody waits for. Default: nobody waits. */
  readonly waitUntil?: ((work: Promise<unknown>) => unknown) | undefined;
  /** Told once, when the view has ended. Must not throw. */
  readonly ended?: ((ended: EndedView) => void) | undefined;
}
