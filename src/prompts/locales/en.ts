import type { Messages } from '../messages.js';

export const en: Messages = {
  promptTitle: ({ read, siteName, period, plural }) =>
    read === 0
      ? `Welcome to ${siteName}`
      : plural(read, { one: `# article read ${period}`, other: `# articles read ${period}` }),
  promptText: ({ siteName }) => `Register for full access to ${siteName}.`,
  promptLeft: ({ left, resetsAt, date, number }) => {
    if (left === Number.POSITIVE_INFINITY) return '';
    if (left === 0) return `No new articles are left until the count starts again on ${date(resetsAt)}.`;
    return `You can open ${number(left)} more before the count starts again on ${date(resetsAt)}.`;
  },
  wallTitle: ({ read, siteName }) =>
    read === 0 ? `Thank you for visiting ${siteName}` : 'Thank you for being a loyal reader',
  wallText: ({ read, period, plural }) => {
    const invitation = 'Register to read on and to join the comments.';
    if (read === 0) return `This article is for registered readers. ${invitation}`;
    const articles = plural(read, { one: '# article', other: '# articles' });
    return `You have read ${articles} ${period}, as many as are open without registering. ${invitation}`;
  },
  wallReset: ({ read, resetsAt, date }) => (read === 0 ? '' : `The count starts again on ${date(resetsAt)}.`),
  register: 'Register',
  signIn: 'Sign in',
  dismiss: 'Close',
  thisMonth: 'this month',
  thisWeek: 'this week',
  today: 'today',
  inDays: ({ days, plural }) => plural(days, { one: 'in # day', other: 'in # days' }),
};
