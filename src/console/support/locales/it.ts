import type { SupportMessages } from '../messages.js';

/** `il 1º dicembre`, `l’8 dicembre`. */
const on = (date: string): string =>
  /^(?:8|11)(?!\d)/.test(date) ? `l’${date}` : `il ${date.replace(/^1(?!\d)/, '1º')}`;

export const it: SupportMessages = {
  title: 'Per il servizio lettori',
  read: ({ read, limit, date, number }) =>
    `Articoli letti: ${number(read)} su ${number(limit)}. Il conteggio ricomincia ${on(date)}.`,
  full: 'Tutti gli articoli sono aperti per te, senza limiti.',
  nothing:
    'Con questo browser non hai ancora letto nulla che conti, quindi non c’è nessun codice da inviare. Era un altro browser o un altro dispositivo? Apri questa pagina lì.',
  code: 'Il tuo codice',
  copy: 'Copia il codice',
  copied: 'Codice copiato.',
  howTitle: 'Che cosa farne',
  send: 'Copia tutto il codice, incollalo nel tuo messaggio e inviacelo.',
  sendTo: 'Copia tutto il codice, incollalo nel tuo messaggio e invialo a #.',
  whatTitle: 'Che cos’è',
  what: 'Dice che cosa è stato letto qui con questo browser e con quale account hai effettuato l’accesso. È cifrato: solo noi possiamo leggerlo, nessuno può usarlo per leggere articoli e dopo una settimana non vale più nulla.',
  silent: 'Questa pagina non invia nulla a nessuno da sola.',
  refused: 'Questa pagina non può essere mostrata',
  byAddress: 'Apri questa pagina dal suo indirizzo.',
  byItself: 'Apri questa pagina da sola: non viene mostrata dentro nessun’altra.',
  failed: 'Qualcosa è andato storto. Riprova tra qualche minuto.',
};
