import type { Messages } from '../messages.js';

/** CLDR writes the first of a month as `1 décembre`, which no French newspaper does. */
const withOrdinal = (date: string): string => date.replace(/^1(?=\s)/, '1er');

export const fr: Messages = {
  promptTitle: ({ read, siteName, period, plural }) =>
    read === 0
      ? `Bienvenue sur ${siteName}`
      : plural(read, { one: `# article lu ${period}`, other: `# articles lus ${period}` }),
  promptText: ({ siteName }) => `Inscrivez-vous pour lire ${siteName} sans limite.`,
  promptLeft: ({ left, resetsAt, date, number }) => {
    if (left === Number.POSITIVE_INFINITY) return '';
    const reset = `avant la remise à zéro du compteur, le ${withOrdinal(date(resetsAt))}`;
    if (left === 0) return `Il ne reste aucun nouvel article ${reset}.`;
    return `Vous pouvez encore en lire ${number(left)} ${reset}.`;
  },
  wallTitle: ({ read }) => (read === 0 ? 'Merci de votre visite' : 'Merci de votre fidélité'),
  wallText: ({ read, period, plural }) => {
    const invitation = 'Inscrivez-vous pour poursuivre votre lecture et commenter.';
    if (read === 0) return `Cet article est réservé aux personnes inscrites. ${invitation}`;
    const articles = plural(read, { one: '# article', other: '# articles' });
    return `Vous avez lu ${articles} ${period}, le maximum sans inscription. ${invitation}`;
  },
  wallReset: ({ read, resetsAt, date }) =>
    read === 0 ? '' : `Le compteur repart à zéro le ${withOrdinal(date(resetsAt))}.`,
  register: 'S’inscrire',
  signIn: 'Se connecter',
  dismiss: 'Fermer',
  thisMonth: 'ce mois-ci',
  thisWeek: 'cette semaine',
  today: 'aujourd’hui',
  inDays: ({ days, plural }) => plural(days, { one: 'en # jour', other: 'en # jours' }),
};
