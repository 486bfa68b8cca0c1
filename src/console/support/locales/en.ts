import type { SupportMessages } from '../messages.js';

export const en: SupportMessages = {
  title: 'For reader support',
  read: ({ read, limit, date, number, plural }) =>
    `You have read ${number(read)} of ${plural(limit, { one: '# article', other: '# articles' })}. The count starts again on ${date}.`,
  full: 'Every article is open to you, and nothing stops you.',
  nothing:
    'This browser has read nothing here that counts, so there is no code to send. Was it another browser, or another device? Open this page there.',
  code: 'Your code',
  copy: 'Copy the code',
  copied: 'It is copied.',
  howTitle: 'What to do with it',
  send: 'Copy all of the code, paste it into your message, and send it to us.',
  sendTo: 'Copy all of the code, paste it into your message, and send it to #.',
  whatTitle: 'What it is',
  what: 'It says what this browser has read here, and which account you are signed in with. It is encrypted: only we can read it, nobody can read articles with it, and after a week it is worth nothing.',
  silent: 'This page sends nothing to anyone by itself.',
  refused: 'This cannot be shown',
  byAddress: 'Open this page by its address.',
  byItself: 'Open this page by itself: it is shown inside of no other.',
  failed: 'Something went wrong here. Try again in a few minutes.',
};
