import type { Messages } from '../messages.js';

export const zhHans: Messages = {
  promptRead: ({ read, siteName, period, number }) =>
    read === 0 ? `欢迎阅读${siteName}` : `您${period}已读${number(read)}篇文章。`,
  promptLast: ({ account, resetsAt, date }) => `这是您在${date(resetsAt)}之前的最后一篇${account ? '' : '免费'}文章。`,
  promptLeft: ({ account, left, resetsAt, date, number }) =>
    `在${date(resetsAt)}之前，您还可以${account ? '' : '免费'}阅读${number(left)}篇文章。`,
  promptRegister: ({ siteName }) => `注册后即可畅读${siteName}的全部内容。`,
  promptRegisterMore: '注册后可免费阅读更多文章。',
  promptSubscribe: ({ siteName }) => `订阅后即可畅读${siteName}的全部内容。`,
  wallLimitTitle: '感谢您一直以来的支持',
  wallLimit: ({ account, limit, period, number }) =>
    `您已读完${period}的${number(limit)}篇${account ? '' : '免费'}文章。`,
  wallRegister: ({ canComment }) => (canComment ? '注册后即可继续阅读并参与评论。' : '注册后即可继续阅读。'),
  wallSubscribe: ({ canComment }) => (canComment ? '订阅后即可继续阅读并参与评论。' : '订阅后即可继续阅读。'),
  wallComments: ({ comments, number }) => `已有${number(comments)}条评论等您来看。`,
  wallReset: ({ limit, resetsAt, date, number }) => `${date(resetsAt)}起，您又可以阅读${number(limit)}篇。`,
  wallReading: '您读过的文章仍可继续阅读',
  wallRegisteredTitle: '本文仅供注册读者阅读',
  wallSubscribersTitle: '本文仅供订阅读者阅读',
  wallNetworkTitle: '此网络今天的免费阅读名额已满',
  wallNetwork: '您所在的网络今天已有许多新读者来访。',
  wallOutageTitle: '暂时无法打开本文',
  wallOutage: '我们暂时无法查询您已读的文章数，请几分钟后再试。',
  wallOtherTitle: '本文目前暂不对您开放',
  register: '免费注册',
  subscribe: '订阅',
  signIn: '已经注册？请登录',
  dismiss: '关闭',
  meter: ({ account, used, limit, period, number }) =>
    `${period}${account ? '' : '免费'}文章：已读${number(used)}篇，共${number(limit)}篇`,
  appealTitle: '因读者而有新闻',
  appeal: ({ siteName }) => `如果您觉得这篇文章值得一读，请支持${siteName}。您的每一份支持，都会帮助我们继续报道。`,
  support: ({ siteName }) => `支持${siteName}`,
  thisMonth: '本月',
  thisWeek: '本周',
  today: '今天',
  inDays: ({ days, number }) => `${number(days)}天内`,
};
