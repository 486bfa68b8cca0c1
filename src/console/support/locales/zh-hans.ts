import type { SupportMessages } from '../messages.js';

export const zhHans: SupportMessages = {
  title: '读者服务',
  read: ({ read, limit, date, number }) => `您已读${number(read)}篇，共可读${number(limit)}篇。${date}重新开始计数。`,
  full: '所有文章均对您开放，没有限制。',
  nothing:
    '您在此浏览器中尚未阅读任何计入篇数的文章，因此没有可发送的代码。您当时用的是其他浏览器或其他设备吗？请在那里打开本页。',
  code: '您的代码',
  copy: '复制代码',
  copied: '已复制。',
  howTitle: '如何使用',
  send: '请复制全部代码，粘贴到您的消息中，然后发送给我们。',
  sendTo: '请复制全部代码，粘贴到您的消息中，然后发送至#。',
  whatTitle: '这是什么',
  what: '它说明此浏览器在这里读过什么，以及您登录的是哪个账号。它经过加密：只有我们能读取，任何人都不能用它阅读文章，一周后即失效。',
  silent: '本页不会自行向任何人发送任何内容。',
  refused: '无法显示',
  byAddress: '请通过网址打开本页。',
  byItself: '请单独打开本页：它不会显示在其他页面中。',
  failed: '出了点问题，请几分钟后再试。',
};
