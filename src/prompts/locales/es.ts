import type { Messages } from '../messages.js';

export const es: Messages = {
  promptTitle: ({ read, siteName, period, plural }) =>
    read === 0
      ? `Te damos la bienvenida a ${siteName}`
      : plural(read, { one: `# artículo leído ${period}`, other: `# artículos leídos ${period}` }),
  promptText: ({ siteName }) => `Regístrate para leer ${siteName} sin límite.`,
  promptLeft: ({ left, resetsAt, date, number }) => {
    if (left === Number.POSITIVE_INFINITY) return '';
    if (left === 0) return `No quedan artículos nuevos hasta que el contador vuelva a empezar el ${date(resetsAt)}.`;
    return `Puedes abrir ${number(left)} más antes de que el contador vuelva a empezar el ${date(resetsAt)}.`;
  },
  wallTitle: ({ read, siteName }) => (read === 0 ? `Gracias por visitar ${siteName}` : 'Gracias por tu fidelidad'),
  wallText: ({ read, period, plural }) => {
    const invitation = 'Regístrate para seguir leyendo y comentar.';
    if (read === 0) return `Este artículo es para quienes se han registrado. ${invitation}`;
    const articles = plural(read, { one: '# artículo', other: '# artículos' });
    return `Has leído ${articles} ${period}, el máximo sin registro. ${invitation}`;
  },
  wallReset: ({ read, resetsAt, date }) => (read === 0 ? '' : `El contador vuelve a empezar el ${date(resetsAt)}.`),
  register: 'Registrarse',
  signIn: 'Iniciar sesión',
  dismiss: 'Cerrar',
  thisMonth: 'este mes',
  thisWeek: 'esta semana',
  today: 'hoy',
  inDays: ({ days, plural }) => plural(days, { one: 'en # día', other: 'en # días' }),
};
