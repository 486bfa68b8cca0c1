import type { Messages } from '../messages.js';

export const de: Messages = {
  promptTitle: ({ read, siteName, period, number }) =>
    read === 0 ? `Willkommen bei ${siteName}` : `${number(read)} Artikel ${period} gelesen`,
  promptText: ({ siteName }) => `Registrieren Sie sich und lesen Sie ${siteName} ohne Begrenzung.`,
  promptLeft: ({ left, resetsAt, date, plural }) => {
    if (left === Number.POSITIVE_INFINITY) return '';
    const reset = `bis die Zählung am ${date(resetsAt)} neu beginnt`;
    if (left === 0) return `Es ist kein neuer Artikel mehr frei, ${reset}.`;
    return plural(left, {
      one: `Noch # weiterer Artikel ist frei, ${reset}.`,
      other: `Noch # weitere Artikel sind frei, ${reset}.`,
    });
  },
  wallTitle: ({ read }) => (read === 0 ? 'Danke für Ihren Besuch' : 'Danke für Ihre Treue'),
  wallText: ({ read, period, number }) => {
    const invitation = 'Registrieren Sie sich, um weiterzulesen und zu kommentieren.';
    if (read === 0) return `Dieser Artikel ist für registrierte Leserinnen und Leser. ${invitation}`;
    return `Sie haben ${period} ${number(read)} Artikel gelesen, mehr ist ohne Registrierung nicht möglich. ${invitation}`;
  },
  wallReset: ({ read, resetsAt, date }) => (read === 0 ? '' : `Die Zählung beginnt am ${date(resetsAt)} neu.`),
  register: 'Registrieren',
  signIn: 'Anmelden',
  dismiss: 'Schließen',
  thisMonth: 'in diesem Monat',
  thisWeek: 'in dieser Woche',
  today: 'heute',
  inDays: ({ days, plural }) => plural(days, { one: 'in # Tag', other: 'in # Tagen' }),
};
