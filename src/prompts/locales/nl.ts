import type { Messages } from '../messages.js';

export const nl: Messages = {
  promptRead: ({ read, siteName, period, plural }) =>
    read === 0
      ? `Welkom bij ${siteName}`
      : `U hebt ${period} ${plural(read, { one: '# artikel', other: '# artikelen' })} gelezen.`,
  promptLast: ({ account, resetsAt, date }) =>
    `Dit is uw laatste ${account ? 'artikel' : 'gratis artikel'} tot ${date(resetsAt)}.`,
  promptLeft: ({ account, left, resetsAt, date, plural }) =>
    `U kunt tot ${date(resetsAt)} nog ${plural(left, { one: '# artikel', other: '# artikelen' })} ${account ? '' : 'gratis '}lezen.`,
  promptRegister: ({ siteName }) => `Registreer u en lees ${siteName} onbeperkt.`,
  promptRegisterMore: 'Registreer u om meer artikelen gratis te lezen.',
  promptSubscribe: ({ siteName }) => `Neem een abonnement en lees ${siteName} onbeperkt.`,
  wallLimitTitle: 'Bedankt voor uw trouw',
  wallLimit: ({ account, limit, period, plural }) =>
    account
      ? plural(limit, {
          one: `U hebt ${period} uw artikel gelezen.`,
          other: `U hebt ${period} uw # artikelen gelezen.`,
        })
      : plural(limit, {
          one: `U hebt ${period} uw gratis artikel gelezen.`,
          other: `U hebt ${period} alle # gratis artikelen gelezen.`,
        }),
  wallRegister: ({ canComment }) =>
    canComment ? 'Registreer u om verder te lezen en mee te praten.' : 'Registreer u om verder te lezen.',
  wallSubscribe: ({ canComment }) =>
    canComment ? 'Neem een abonnement om verder te lezen en mee te praten.' : 'Neem een abonnement om verder te lezen.',
  wallComments: ({ comments, plural }) =>
    plural(comments, { one: 'Er wacht # reactie op u.', other: 'Er wachten # reacties op u.' }),
  wallReset: ({ limit, resetsAt, date, plural }) =>
    plural(limit, { other: `Vanaf ${date(resetsAt)} kunt u er weer # lezen.` }),
  wallReading: 'Wat u hebt gelezen, blijft voor u open',
  wallRegisteredTitle: 'Dit artikel is voor geregistreerde lezers',
  wallSubscribersTitle: 'Dit artikel is voor abonnees',
  wallNetworkTitle: 'Op dit netwerk zijn vandaag geen gratis artikelen meer',
  wallNetwork: 'Via het netwerk dat u gebruikt, zijn veel nieuwe lezers gekomen.',
  wallOutageTitle: 'We kunnen dit artikel nu niet openen',
  wallOutage: 'We kunnen niet nagaan hoeveel artikelen u hebt gelezen. Probeer het over een paar minuten opnieuw.',
  wallOtherTitle: 'Dit artikel is op dit moment niet voor u open',
  register: 'Gratis registreren',
  subscribe: 'Abonneren',
  signIn: 'Al geregistreerd? Log in',
  dismiss: 'Sluiten',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} van ${
      account
        ? plural(limit, { one: '# artikel', other: '# artikelen' })
        : plural(limit, { one: '# gratis artikel', other: '# gratis artikelen' })
    } ${period}`,
  appealTitle: 'Journalistiek die lezers mogelijk maken',
  appeal: ({ siteName }) =>
    `Was dit artikel uw tijd waard? Steun dan ${siteName}: elke bijdrage houdt onze verslaggevers aan het werk.`,
  support: ({ siteName }) => `Steun ${siteName}`,
  thisMonth: 'deze maand',
  thisWeek: 'deze week',
  today: 'vandaag',
  inDays: ({ days, plural }) => plural(days, { one: 'in # dag', other: 'in # dagen' }),
};
