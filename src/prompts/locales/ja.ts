import type { Messages } from '../messages.js';

export const ja: Messages = {
  promptRead: ({ read, siteName, period, number }) =>
    read === 0 ? `${siteName}へようこそ` : `${period}、記事を${number(read)}本お読みになりました。`,
  promptLast: ({ account, resetsAt, date }) =>
    `${date(resetsAt)}まで、${account ? '' : '無料で'}お読みいただける記事はこれが最後です。`,
  promptLeft: ({ account, left, resetsAt, date, number }) =>
    `${date(resetsAt)}まで、あと${number(left)}本を${account ? '' : '無料で'}お読みいただけます。`,
  promptRegister: ({ siteName }) => `会員登録すると、${siteName}のすべての記事をお読みいただけます。`,
  promptRegisterMore: '会員登録すると、さらに多くの記事を無料でお読みいただけます。',
  promptSubscribe: ({ siteName }) => `ご購読いただくと、${siteName}のすべての記事をお読みいただけます。`,
  wallLimitTitle: 'いつもご愛読ありがとうございます',
  wallLimit: ({ account, limit, period, number }) =>
    account
      ? `${period}お読みいただける記事${number(limit)}本をすべてお読みになりました。`
      : `${period}の無料記事${number(limit)}本をすべてお読みになりました。`,
  wallRegister: ({ canComment }) =>
    canComment ? '会員登録すると、続きを読んでコメントに参加できます。' : '会員登録すると、続きをお読みいただけます。',
  wallSubscribe: ({ canComment }) =>
    canComment
      ? 'ご購読いただくと、続きを読んでコメントに参加できます。'
      : 'ご購読いただくと、続きをお読みいただけます。',
  wallComments: ({ comments, number }) => `コメントが${number(comments)}件寄せられています。`,
  wallReset: ({ limit, resetsAt, date, number }) => `${date(resetsAt)}から、また${number(limit)}本お読みいただけます。`,
  wallReading: 'すでにお読みになった記事は引き続きご覧いただけます',
  wallRegisteredTitle: 'この記事は会員限定です',
  wallSubscribersTitle: 'この記事は購読者限定です',
  wallNetworkTitle: 'このネットワークからの無料閲覧は本日の上限に達しました',
  wallNetwork: 'お使いのネットワークから、多くの方が新たにご覧になっています。',
  wallOutageTitle: 'ただいまこの記事を表示できません',
  wallOutage: 'お読みになった記事の本数を確認できません。数分後にもう一度お試しください。',
  wallOtherTitle: 'ただいまこの記事をご覧いただけません',
  register: '無料で会員登録',
  subscribe: '購読する',
  signIn: '会員の方はログイン',
  dismiss: '閉じる',
  meter: ({ account, used, limit, period, number }) =>
    `${period}の${account ? '記事' : '無料記事'}：${number(limit)}本中${number(used)}本`,
  appealTitle: '読者に支えられる報道',
  appeal: ({ siteName }) =>
    `この記事がお役に立ちましたら、${siteName}をご支援ください。皆さまのご支援が取材を支えています。`,
  support: ({ siteName }) => `${siteName}を支援する`,
  thisMonth: '今月',
  thisWeek: '今週',
  today: '今日',
  inDays: ({ days, number }) => `${number(days)}日間`,
};
