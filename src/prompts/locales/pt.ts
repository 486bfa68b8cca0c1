import type { Messages } from '../messages.js';

/** CLDR writes the first of a month as `1 de dezembro`, which no Brazilian newspaper does. */
const withOrdinal = (date: string): string => date.replace(/^1(?=\s)/, '1º');

// Brazilian, which is what CLDR takes `pt` for.

export const pt: Messages = {
  promptRead: ({ read, period, plural }) =>
    read === 0
      ? 'Que bom ter você por aqui!'
      : `Você leu ${plural(read, { one: '# matéria', other: '# matérias' })} ${period}.`,
  promptLast: ({ account, resetsAt, date }) =>
    `Esta é a sua última matéria ${account ? '' : 'gratuita '}até ${withOrdinal(date(resetsAt))}.`,
  promptLeft: ({ account, left, resetsAt, date, plural }) => {
    const articles = account
      ? plural(left, { one: '# matéria', other: '# matérias' })
      : plural(left, { one: '# matéria gratuita', other: '# matérias gratuitas' });
    return `Você ainda tem ${articles} até ${withOrdinal(date(resetsAt))}.`;
  },
  promptRegister: ({ siteName }) => `Cadastre-se e leia ${siteName} sem limite.`,
  promptRegisterMore: 'Cadastre-se para ler mais matérias de graça.',
  promptSubscribe: ({ siteName }) => `Assine e leia ${siteName} sem limite.`,
  wallLimitTitle: 'Agradecemos a sua fidelidade',
  wallLimit: ({ account, limit, period, plural }) =>
    account
      ? plural(limit, {
          one: `Você já leu a sua matéria ${period}.`,
          other: `Você já leu as suas # matérias ${period}.`,
        })
      : plural(limit, {
          one: `Você já leu a sua matéria gratuita ${period}.`,
          other: `Você já leu as suas # matérias gratuitas ${period}.`,
        }),
  wallRegister: ({ canComment }) =>
    canComment ? 'Cadastre-se para continuar lendo e comentar.' : 'Cadastre-se para continuar lendo.',
  wallSubscribe: ({ canComment }) =>
    canComment ? 'Assine para continuar lendo e comentar.' : 'Assine para continuar lendo.',
  wallComments: ({ comments, plural }) =>
    plural(comments, { one: '# comentário espera por você.', other: '# comentários esperam por você.' }),
  wallReset: ({ limit, resetsAt, date, plural }) =>
    plural(limit, { other: `Em ${withOrdinal(date(resetsAt))}, você terá mais #.` }),
  wallReading: 'O que você já leu continua aberto',
  wallRegisteredTitle: 'Esta matéria é só para leitores cadastrados',
  wallSubscribersTitle: 'Esta matéria é só para assinantes',
  wallNetworkTitle: 'Não há mais matérias gratuitas nesta rede hoje',
  wallNetwork: 'Muitos leitores novos chegaram pela rede que você está usando.',
  wallOutageTitle: 'Não conseguimos abrir esta matéria agora',
  wallOutage: 'Não conseguimos verificar quantas matérias você leu. Tente de novo em alguns minutos.',
  wallOtherTitle: 'Esta matéria não está aberta para você neste momento',
  register: 'Cadastre-se grátis',
  subscribe: 'Assine',
  signIn: 'Já tem cadastro? Entre',
  dismiss: 'Fechar',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} de ${
      account
        ? plural(limit, { one: '# matéria', other: '# matérias' })
        : plural(limit, { one: '# matéria gratuita', other: '# matérias gratuitas' })
    } ${period}`,
  appealTitle: 'Jornalismo que os leitores tornam possível',
  appeal:
    'Se esta matéria valeu o seu tempo, apoie o nosso trabalho. Cada contribuição mantém os nossos repórteres na rua.',
  support: 'Apoie o nosso jornalismo',
  thisMonth: 'neste mês',
  thisWeek: 'nesta semana',
  today: 'hoje',
  inDays: ({ days, plural }) => plural(days, { one: 'em # dia', other: 'em # dias' }),
};
