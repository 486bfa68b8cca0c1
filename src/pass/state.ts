/** What a reader meets: the article, the article with a prompt, or the teaser with the wall. */
export type State = 'free' | 'register-prompt' | 'blocked';
