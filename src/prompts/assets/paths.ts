/** Where, under the path of the assets, a reader's browser sends the dismissal of a prompt. */
export const DISMISS_PATH = 'dismiss';

/** The id of a prompt: the style sheet hides the one that the address names, as on the way back from its dismissal. */
export const PROMPT_ID = 'paywall-prompt';
