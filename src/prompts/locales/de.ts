import type { Messages } from '../messages.js';

export const de: Messages = {
  promptRead: ({ read, period, plural }) =>
    read === 0 ? 'Willkommen!' : `Sie haben ${period} ${plural(read, { other: '# Artikel' })} gelesen.`,
  promptLast: ({ account, resetsAt, date }) =>
    `Das ist bis ${date(resetsAt)} Ihr letzter ${account ? '' : 'freier '}Artikel.`,
  promptLeft: ({ account, left, resetsAt, date, plural }) =>
    `Bis ${date(resetsAt)} können Sie noch ${plural(left, { other: '# Artikel' })} ${account ? '' : 'frei '}lesen.`,
  promptRegister: 'Registrieren Sie sich, und Sie lesen alle Artikel ohne Begrenzung.',
  promptRegisterMore: 'Registrieren Sie sich, um mehr Artikel frei zu lesen.',
  promptSubscribe: 'Mit einem Abo lesen Sie alle Artikel ohne Begrenzung.',
  wallLimitTitle: 'Danke für Ihre Treue',
  wallLimit: ({ account, limit, period, plural }) =>
    account
      ? plural(limit, {
          one: `Sie haben Ihren Artikel ${period} gelesen.`,
          other: `Sie haben Ihre # Artikel ${period} gelesen.`,
        })
      : plural(limit, {
          one: `Sie haben Ihren freien Artikel ${period} gelesen.`,
          other: `Sie haben Ihre # freien Artikel ${period} gelesen.`,
        }),
  wallRegister: ({ canComment }) =>
    canComment
      ? 'Registrieren Sie sich, um weiterzulesen und mitzudiskutieren.'
      : 'Registrieren Sie sich, um weiterzulesen.',
  wallSubscribe: ({ canComment }) =>
    canComment ? 'Mit einem Abo lesen Sie weiter und diskutieren mit.' : 'Mit einem Abo lesen Sie weiter.',
  wallComments: ({ comments, plural }) =>
    plural(comments, { one: '# Kommentar wartet auf Sie.', other: '# Kommentare warten auf Sie.' }),
  wallReset: ({ limit, resetsAt, date, plural }) =>
    plural(limit, {
      one: `Ab ${date(resetsAt)} steht Ihnen # weiterer Artikel offen.`,
      other: `Ab ${date(resetsAt)} stehen Ihnen # weitere Artikel offen.`,
    }),
  wallReading: 'Was Sie gelesen haben, bleibt für Sie offen',
  wallRegisteredTitle: 'Dieser Artikel ist registrierten Leserinnen und Lesern vorbehalten',
  wallSubscribersTitle: 'Dieser Artikel ist Abonnentinnen und Abonnenten vorbehalten',
  wallNetworkTitle: 'In diesem Netz ist heute kein Artikel mehr frei',
  wallNetwork: 'Aus dem Netz, das Sie gerade nutzen, sind heute viele neue Leserinnen und Leser gekommen.',
  wallOutageTitle: 'Wir können diesen Artikel gerade nicht öffnen',
  wallOutage:
    'Wir können nicht nachsehen, wie viele Artikel Sie gelesen haben. Bitte versuchen Sie es in einigen Minuten erneut.',
  wallOtherTitle: 'Dieser Artikel ist für Sie im Moment nicht frei',
  register: 'Kostenlos registrieren',
  subscribe: 'Abonnieren',
  signIn: 'Schon registriert? Anmelden',
  dismiss: 'Schließen',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} von ${
      account
        ? plural(limit, { other: '# Artikeln' })
        : plural(limit, { one: '# freien Artikel', other: '# freien Artikeln' })
    } ${period}`,
  appealTitle: 'Journalismus, den Sie möglich machen',
  appeal:
    'War dieser Artikel Ihre Zeit wert, dann unterstützen Sie bitte unsere Arbeit. Jeder Beitrag hilft uns, weiter zu recherchieren.',
  support: 'Jetzt unterstützen',
  thisMonth: 'in diesem Monat',
  thisWeek: 'in dieser Woche',
  today: 'heute',
  inDays: ({ days, plural }) => plural(days, { one: 'an einem Tag', other: 'in # Tagen' }),
};
