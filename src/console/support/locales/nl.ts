import type { SupportMessages } from '../messages.js';

export const nl: SupportMessages = {
  title: 'Voor de lezersservice',
  read: ({ read, limit, date, number, plural }) =>
    `U hebt ${number(read)} van ${plural(limit, { one: '# artikel', other: '# artikelen' })} gelezen. De telling begint opnieuw op ${date}.`,
  full: 'Alle artikelen staan voor u open, zonder limiet.',
  nothing:
    'Met deze browser hebt u hier nog niets gelezen dat meetelt, dus er is geen code om te sturen. Was het een andere browser of een ander apparaat? Open deze pagina daar.',
  code: 'Uw code',
  copy: 'Code kopiëren',
  copied: 'De code is gekopieerd.',
  howTitle: 'Wat u ermee doet',
  send: 'Kopieer de hele code, plak die in uw bericht en stuur het naar ons.',
  sendTo: 'Kopieer de hele code, plak die in uw bericht en stuur het naar #.',
  whatTitle: 'Wat het is',
  what: 'De code zegt wat er met deze browser hier is gelezen en met welk account u bent ingelogd. Hij is versleuteld: alleen wij kunnen hem lezen, niemand kan er artikelen mee lezen en na een week is hij niets meer waard.',
  silent: 'Deze pagina verstuurt zelf niets.',
  refused: 'Dit kan niet worden getoond',
  byAddress: 'Open deze pagina via het adres.',
  byItself: 'Open deze pagina apart: ze wordt niet binnen een andere getoond.',
  failed: 'Er is iets misgegaan. Probeer het over een paar minuten opnieuw.',
};
