import type { SupportMessages } from '../messages.js';

export const de: SupportMessages = {
  title: 'Für den Leserservice',
  read: ({ read, limit, date, number, plural }) =>
    `Sie haben ${number(read)} von ${plural(limit, { one: '# Artikel', other: '# Artikeln' })} gelesen. Am ${date} beginnt die Zählung von vorn.`,
  full: 'Alle Artikel stehen Ihnen offen, und nichts hält Sie auf.',
  nothing:
    'Mit diesem Browser haben Sie hier noch nichts gelesen, was zählt. Deshalb gibt es keinen Code, den Sie schicken könnten. War es ein anderer Browser oder ein anderes Gerät? Dann öffnen Sie diese Seite dort.',
  code: 'Ihr Code',
  copy: 'Code kopieren',
  copied: 'Der Code ist kopiert.',
  howTitle: 'Was Sie damit tun',
  send: 'Kopieren Sie den ganzen Code, fügen Sie ihn in Ihre Nachricht ein, und schicken Sie sie uns.',
  sendTo: 'Kopieren Sie den ganzen Code, fügen Sie ihn in Ihre Nachricht ein, und schicken Sie sie an #.',
  whatTitle: 'Was er ist',
  what: 'Er sagt, was mit diesem Browser hier gelesen wurde und mit welchem Konto Sie angemeldet sind. Er ist verschlüsselt: Nur wir können ihn lesen, niemand kann damit Artikel lesen, und nach einer Woche ist er wertlos.',
  silent: 'Diese Seite schickt von sich aus niemandem etwas.',
  refused: 'Das kann nicht gezeigt werden',
  byAddress: 'Öffnen Sie diese Seite über ihre Adresse.',
  byItself: 'Öffnen Sie diese Seite für sich: In einer anderen wird sie nicht gezeigt.',
  failed: 'Hier ist etwas schiefgegangen. Bitte versuchen Sie es in einigen Minuten erneut.',
};
