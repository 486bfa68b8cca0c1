import type { Messages } from '../messages.js';

export const en: Messages = {
  promptRead: ({ read, siteName, period, plural }) =>
    read === 0
      ? `Welcome to ${siteName}`
      : `You have read ${plural(read, { one: '# article', other: '# articles' })} ${period}.`,
  promptLast: ({ account, resetsAt, date }) =>
    `This is your last ${account ? 'article' : 'free article'} until ${date(resetsAt)}.`,
  promptLeft: ({ account, left, resetsAt, date, plural }) => {
    const articles = account
      ? plural(left, { one: '# article', other: '# articles' })
      : plural(left, { one: '# free article', other: '# free articles' });
    return `You have ${articles} left until ${date(resetsAt)}.`;
  },
  promptRegister: ({ siteName }) => `Register to receive full access to ${siteName}.`,
  promptRegisterMore: 'Register to read more articles for free.',
  promptSubscribe: ({ siteName }) => `Subscribe to receive full access to ${siteName}.`,
  wallLimitTitle: 'Thank you for being a loyal reader',
  wallLimit: ({ account, limit, period, plural }) =>
    account
      ? plural(limit, {
          one: `You’ve read your article ${period}.`,
          other: `You’ve read all your # articles ${period}.`,
        })
      : plural(limit, {
          one: `You’ve read your free article ${period}.`,
          other: `You’ve read all # free articles ${period}.`,
        }),
  wallRegister: ({ canComment }) =>
    canComment ? 'Register to read on and to join the comments.' : 'Register to read on.',
  wallSubscribe: ({ canComment }) =>
    canComment ? 'Subscribe to read on and to join the comments.' : 'Subscribe to read on.',
  wallComments: ({ comments, plural }) =>
    plural(comments, { one: '# comment is waiting for you.', other: '# comments are waiting for you.' }),
  wallReset: ({ limit, resetsAt, date, plural }) =>
    plural(limit, { other: `You’ll have # more on ${date(resetsAt)}.` }),
  wallReading: 'What you have read stays open to you',
  wallRegisteredTitle: 'This article is for registered readers',
  wallSubscribersTitle: 'This article is for subscribers',
  wallNetworkTitle: 'No more free articles on this network today',
  wallNetwork: 'Many new readers have come from the network you are using.',
  wallOutageTitle: 'We can’t open this article just now',
  wallOutage: 'We can’t look up how many articles you have read. Please try again in a few minutes.',
  wallOtherTitle: 'This article is not open to you at the moment',
  register: 'Register for free',
  subscribe: 'Subscribe',
  signIn: 'Already registered? Sign in',
  dismiss: 'Close',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} of ${
      account
        ? plural(limit, { one: '# article', other: '# articles' })
        : plural(limit, { one: '# free article', other: '# free articles' })
    } ${period}`,
  appealTitle: 'Reporting that readers make possible',
  appeal: ({ siteName }) =>
    `If this article was worth your time, please support ${siteName}. Every contribution keeps our reporters at work.`,
  support: ({ siteName }) => `Support ${siteName}`,
  thisMonth: 'this month',
  thisWeek: 'this week',
  today: 'today',
  inDays: ({ days, plural }) => plural(days, { one: 'in # day', other: 'in # days' }),
};
