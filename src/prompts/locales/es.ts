import type { Messages } from '../messages.js';

export const es: Messages = {
  promptRead: ({ read, siteName, period, plural }) =>
    read === 0
      ? `Te damos la bienvenida a ${siteName}`
      : `Has leído ${plural(read, { one: '# artículo', other: '# artículos' })} ${period}.`,
  promptLast: ({ account, resetsAt, date }) =>
    `Este es tu último artículo${account ? '' : ' gratuito'} hasta el ${date(resetsAt)}.`,
  promptLeft: ({ left, resetsAt, date, plural }) =>
    `${plural(left, { one: 'Te queda # artículo', other: 'Te quedan # artículos' })} hasta el ${date(resetsAt)}.`,
  promptRegister: ({ siteName }) => `Regístrate para leer ${siteName} sin límites.`,
  promptRegisterMore: 'Regístrate para leer más artículos gratis.',
  promptSubscribe: ({ siteName }) => `Suscríbete para leer ${siteName} sin límites.`,
  wallLimitTitle: 'Gracias por tu fidelidad',
  wallLimit: ({ account, limit, period, plural }) =>
    account
      ? plural(limit, { one: `Ya has leído tu artículo ${period}.`, other: `Ya has leído tus # artículos ${period}.` })
      : plural(limit, {
          one: `Ya has leído tu artículo gratuito ${period}.`,
          other: `Ya has leído tus # artículos gratuitos ${period}.`,
        }),
  wallRegister: ({ canComment }) =>
    canComment ? 'Regístrate para seguir leyendo y participar en los comentarios.' : 'Regístrate para seguir leyendo.',
  wallSubscribe: ({ canComment }) =>
    canComment ? 'Suscríbete para seguir leyendo y participar en los comentarios.' : 'Suscríbete para seguir leyendo.',
  wallComments: ({ comments, plural }) =>
    plural(comments, { one: 'Te espera # comentario.', other: 'Te esperan # comentarios.' }),
  wallReset: ({ limit, resetsAt, date, plural }) => plural(limit, { other: `El ${date(resetsAt)} tendrás # más.` }),
  wallReading: 'Lo que ya has leído sigue abierto',
  wallRegisteredTitle: 'Artículo solo para lectores registrados',
  wallSubscribersTitle: 'Artículo solo para suscriptores',
  wallNetworkTitle: 'Hoy no quedan artículos gratuitos en esta red',
  wallNetwork: 'Han llegado muchos lectores nuevos desde la red que estás usando.',
  wallOutageTitle: 'Ahora mismo no podemos abrir este artículo',
  wallOutage: 'No podemos comprobar cuántos artículos has leído. Vuelve a intentarlo en unos minutos.',
  wallOtherTitle: 'Este artículo no está disponible para ti en este momento',
  register: 'Regístrate gratis',
  subscribe: 'Suscríbete',
  signIn: '¿Ya te has registrado? Inicia sesión',
  dismiss: 'Cerrar',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} de ${
      account
        ? plural(limit, { one: '# artículo', other: '# artículos' })
        : plural(limit, { one: '# artículo gratuito', other: '# artículos gratuitos' })
    } ${period}`,
  appealTitle: 'Un periodismo que hacen posible sus lectores',
  appeal: ({ siteName }) =>
    `Si este artículo ha merecido tu tiempo, apoya a ${siteName}. Cada aportación nos permite seguir informando.`,
  support: ({ siteName }) => `Apoya a ${siteName}`,
  thisMonth: 'este mes',
  thisWeek: 'esta semana',
  today: 'hoy',
  inDays: ({ days, plural }) => plural(days, { one: 'en # día', other: 'en # días' }),
};
