import type { Messages } from '../messages.js';

/** CLDR writes the first of a month as `1 décembre`, which no French newspaper does. */
const withOrdinal = (date: string): string => date.replace(/^1(?=\s)/, '1er');

export const fr: Messages = {
  promptRead: ({ read, siteName, period, plural }) =>
    read === 0
      ? `Bienvenue sur ${siteName}`
      : `Vous avez lu ${plural(read, { one: '# article', other: '# articles' })} ${period}.`,
  promptLast: ({ account, resetsAt, date }) =>
    `C’est votre dernier article ${account ? '' : 'gratuit '}avant le ${withOrdinal(date(resetsAt))}.`,
  promptLeft: ({ left, resetsAt, date, plural }) => {
    const more = plural(left, { one: 'en lire un', other: 'en lire #' });
    return `Vous pouvez encore ${left === 0 ? 'n’en lire aucun' : more} avant le ${withOrdinal(date(resetsAt))}.`;
  },
  promptRegister: ({ siteName }) => `Inscrivez-vous pour lire ${siteName} sans limite.`,
  promptRegisterMore: 'Inscrivez-vous pour lire davantage d’articles gratuitement.',
  promptSubscribe: ({ siteName }) => `Abonnez-vous pour lire ${siteName} sans limite.`,
  wallLimitTitle: 'Merci de votre fidélité',
  wallLimit: ({ account, limit, period, plural }) =>
    account
      ? plural(limit, { one: `Vous avez lu votre article ${period}.`, other: `Vous avez lu vos # articles ${period}.` })
      : plural(limit, {
          one: `Vous avez lu votre article gratuit ${period}.`,
          other: `Vous avez lu vos # articles gratuits ${period}.`,
        }),
  wallRegister: ({ canComment }) =>
    canComment
      ? 'Inscrivez-vous pour poursuivre votre lecture et prendre part aux commentaires.'
      : 'Inscrivez-vous pour poursuivre votre lecture.',
  wallSubscribe: ({ canComment }) =>
    canComment
      ? 'Abonnez-vous pour poursuivre votre lecture et prendre part aux commentaires.'
      : 'Abonnez-vous pour poursuivre votre lecture.',
  wallComments: ({ comments, plural }) =>
    plural(comments, { one: '# commentaire vous attend.', other: '# commentaires vous attendent.' }),
  wallReset: ({ limit, resetsAt, date, plural }) =>
    plural(limit, {
      one: `Vous pourrez en lire un autre le ${withOrdinal(date(resetsAt))}.`,
      other: `Vous pourrez en lire # autres le ${withOrdinal(date(resetsAt))}.`,
    }),
  wallReading: 'Ce que vous avez lu vous reste ouvert',
  wallRegisteredTitle: 'Cet article est réservé aux lecteurs inscrits',
  wallSubscribersTitle: 'Cet article est réservé aux abonnés',
  wallNetworkTitle: 'Plus d’articles gratuits sur ce réseau aujourd’hui',
  wallNetwork: 'De nombreux nouveaux lecteurs sont venus du réseau que vous utilisez.',
  wallOutageTitle: 'Nous ne pouvons pas ouvrir cet article pour le moment',
  wallOutage: 'Impossible de vérifier combien d’articles vous avez lus. Veuillez réessayer dans quelques minutes.',
  wallOtherTitle: 'Cet article ne vous est pas ouvert pour le moment',
  register: 'S’inscrire gratuitement',
  subscribe: 'S’abonner',
  signIn: 'Déjà un compte\u00a0? Se connecter',
  dismiss: 'Fermer',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} ${
      account
        ? plural(limit, { one: 'article sur #', other: 'articles sur #' })
        : plural(limit, { one: 'article gratuit sur #', other: 'articles gratuits sur #' })
    } ${period}`,
  appealTitle: 'Un journalisme que ses lecteurs rendent possible',
  appeal: ({ siteName }) =>
    `Si cet article valait votre temps, soutenez ${siteName}. Chaque contribution nous permet de poursuivre nos enquêtes.`,
  support: ({ siteName }) => `Soutenir ${siteName}`,
  thisMonth: 'ce mois-ci',
  thisWeek: 'cette semaine',
  today: 'aujourd’hui',
  inDays: ({ days, plural }) => plural(days, { one: 'en # jour', other: 'en # jours' }),
};
