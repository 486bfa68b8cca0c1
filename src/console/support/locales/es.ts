import type { SupportMessages } from '../messages.js';

export const es: SupportMessages = {
  title: 'Para el servicio de atención al lector',
  read: ({ read, limit, date, number, plural }) =>
    `Has leído ${number(read)} de ${plural(limit, { one: '# artículo', other: '# artículos' })}. La cuenta vuelve a empezar el ${date}.`,
  full: 'Todos los artículos están abiertos para ti, sin límite.',
  nothing:
    'En este navegador no has leído nada que cuente, así que no hay ningún código que enviar. ¿Fue en otro navegador o en otro dispositivo? Abre esta página allí.',
  code: 'Tu código',
  copy: 'Copiar el código',
  copied: 'Código copiado.',
  howTitle: 'Qué hacer con él',
  send: 'Copia el código entero, pégalo en tu mensaje y envíanoslo.',
  sendTo: 'Copia el código entero, pégalo en tu mensaje y envíalo a #.',
  whatTitle: 'Qué es',
  what: 'Dice qué se ha leído aquí con este navegador y con qué cuenta has iniciado sesión. Está cifrado: solo nosotros podemos leerlo, nadie puede leer artículos con él y al cabo de una semana deja de valer.',
  silent: 'Esta página no envía nada a nadie por sí sola.',
  refused: 'Esto no se puede mostrar',
  byAddress: 'Abre esta página por su dirección.',
  byItself: 'Abre esta página por separado: no se muestra dentro de ninguna otra.',
  failed: 'Algo ha fallado. Vuelve a intentarlo en unos minutos.',
};
