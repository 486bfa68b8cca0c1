import type { Messages } from '../messages.js';

/** CLDR writes the first of a month as `1 dicembre`, which no Italian newspaper does. */
const withOrdinal = (date: string): string => date.replace(/^1(?=\s)/, '1º');

/** As in `al 1º dicembre`, `all’8 dicembre`: the article that goes before a day said with a vowel. */
const on = (date: string): string => (/^(?:8|11)(?=\s)/.test(date) ? `l’${date}` : `il ${withOrdinal(date)}`);
const until = (date: string): string => (/^(?:8|11)(?=\s)/.test(date) ? `all’${date}` : `al ${withOrdinal(date)}`);

export const it: Messages = {
  promptRead: ({ read, siteName, period, plural }) =>
    read === 0
      ? `Ti diamo il benvenuto su ${siteName}`
      : `Hai letto ${plural(read, { one: '# articolo', other: '# articoli' })} ${period}.`,
  promptLast: ({ account, resetsAt, date }) =>
    `Questo è il tuo ultimo articolo ${account ? '' : 'gratuito '}fino ${until(date(resetsAt))}.`,
  promptLeft: ({ account, left, resetsAt, date, plural }) => {
    const articles = account
      ? plural(left, { one: 'Ti resta # articolo', other: 'Ti restano # articoli' })
      : plural(left, { one: 'Ti resta # articolo gratuito', other: 'Ti restano # articoli gratuiti' });
    return `${articles} fino ${until(date(resetsAt))}.`;
  },
  promptRegister: ({ siteName }) => `Registrati per leggere ${siteName} senza limiti.`,
  promptRegisterMore: 'Registrati per leggere altri articoli gratis.',
  promptSubscribe: ({ siteName }) => `Abbonati per leggere ${siteName} senza limiti.`,
  wallLimitTitle: 'Grazie per la tua fedeltà',
  wallLimit: ({ account, limit, period, plural }) =>
    account
      ? plural(limit, {
          one: `Hai già letto il tuo articolo ${period}.`,
          other: `Hai già letto i tuoi # articoli ${period}.`,
        })
      : plural(limit, {
          one: `Hai già letto il tuo articolo gratuito ${period}.`,
          other: `Hai già letto i tuoi # articoli gratuiti ${period}.`,
        }),
  wallRegister: ({ canComment }) =>
    canComment ? 'Registrati per continuare a leggere e commentare.' : 'Registrati per continuare a leggere.',
  wallSubscribe: ({ canComment }) =>
    canComment ? 'Abbonati per continuare a leggere e commentare.' : 'Abbonati per continuare a leggere.',
  wallComments: ({ comments, plural }) =>
    plural(comments, { one: 'C’è # commento che ti aspetta.', other: 'Ci sono # commenti che ti aspettano.' }),
  wallReset: ({ limit, resetsAt, date, plural }) =>
    plural(limit, {
      one: `Potrai leggerne un altro ${on(date(resetsAt)).replace(/^il/, 'dal')}.`,
      other: `Potrai leggerne altri # ${on(date(resetsAt)).replace(/^il/, 'dal')}.`,
    }).replace(/ l’/, ' dall’'),
  wallReading: 'Quello che hai letto resta aperto',
  wallRegisteredTitle: 'Questo articolo è riservato ai lettori registrati',
  wallSubscribersTitle: 'Questo articolo è riservato agli abbonati',
  wallNetworkTitle: 'Oggi su questa rete non ci sono più articoli gratuiti',
  wallNetwork: 'Dalla rete che stai usando sono arrivati molti nuovi lettori.',
  wallOutageTitle: 'In questo momento non possiamo aprire l’articolo',
  wallOutage: 'Non riusciamo a verificare quanti articoli hai letto. Riprova tra qualche minuto.',
  wallOtherTitle: 'In questo momento l’articolo non è disponibile per te',
  register: 'Registrati gratis',
  subscribe: 'Abbonati',
  signIn: 'Hai già un account? Accedi',
  dismiss: 'Chiudi',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} di ${
      account
        ? plural(limit, { one: '# articolo', other: '# articoli' })
        : plural(limit, { one: '# articolo gratuito', other: '# articoli gratuiti' })
    } ${period}`,
  appealTitle: 'Un giornalismo reso possibile da chi legge',
  appeal: ({ siteName }) =>
    `Se questo articolo valeva il tuo tempo, sostieni ${siteName}. Ogni contributo ci permette di continuare a raccontare.`,
  support: ({ siteName }) => `Sostieni ${siteName}`,
  thisMonth: 'questo mese',
  thisWeek: 'questa settimana',
  today: 'oggi',
  inDays: ({ days, plural }) => plural(days, { one: 'in # giorno', other: 'in # giorni' }),
};
