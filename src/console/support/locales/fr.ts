import type { SupportMessages } from '../messages.js';

export const fr: SupportMessages = {
  title: 'Pour le service des lecteurs',
  read: ({ read, limit, date, number }) =>
    `Articles lus\u00a0: ${number(read)} sur ${number(limit)}. Le compte repart de zéro le ${date.replace(/^1(?!\d)/, '1er')}.`,
  full: 'Tous les articles vous sont ouverts, sans limite.',
  nothing:
    'Avec ce navigateur, vous n’avez encore rien lu ici qui compte\u00a0: il n’y a donc pas de code à envoyer. Était-ce avec un autre navigateur, ou sur un autre appareil\u00a0? Ouvrez cette page là-bas.',
  code: 'Votre code',
  copy: 'Copier le code',
  copied: 'Le code est copié.',
  howTitle: 'Que faire de ce code',
  send: 'Copiez le code en entier, collez-le dans votre message et envoyez-le-nous.',
  sendTo: 'Copiez le code en entier, collez-le dans votre message et envoyez-le à #.',
  whatTitle: 'Ce que c’est',
  what: 'Il indique ce qui a été lu ici avec ce navigateur et le compte que vous utilisez. Il est chiffré\u00a0: nous seuls pouvons le lire, il ne permet à personne de lire des articles et, au bout d’une semaine, il ne vaut plus rien.',
  silent: 'Cette page n’envoie rien à personne d’elle-même.',
  refused: 'Impossible d’afficher cette page',
  byAddress: 'Ouvrez cette page par son adresse.',
  byItself: 'Ouvrez cette page seule\u00a0: elle ne s’affiche dans aucune autre.',
  failed: 'Un problème est survenu. Veuillez réessayer dans quelques minutes.',
};
