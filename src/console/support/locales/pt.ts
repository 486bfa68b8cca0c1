import type { SupportMessages } from '../messages.js';

export const pt: SupportMessages = {
  title: 'Para o atendimento ao leitor',
  read: ({ read, limit, date, number }) =>
    `Matérias lidas: ${number(read)} de ${number(limit)}. A contagem recomeça em ${date.replace(/^1(?!\d)/, '1º')}.`,
  full: 'Todas as matérias estão abertas para você, sem limite.',
  nothing:
    'Neste navegador você ainda não leu nada que conte, então não há código para enviar. Foi em outro navegador ou em outro aparelho? Abra esta página lá.',
  code: 'Seu código',
  copy: 'Copiar o código',
  copied: 'Código copiado.',
  howTitle: 'O que fazer com ele',
  send: 'Copie o código inteiro, cole na sua mensagem e envie para nós.',
  sendTo: 'Copie o código inteiro, cole na sua mensagem e envie para #.',
  whatTitle: 'O que é',
  what: 'Ele diz o que foi lido aqui com este navegador e com qual conta você entrou. É criptografado: só nós podemos lê-lo, ninguém consegue ler matérias com ele e, depois de uma semana, ele não vale mais nada.',
  silent: 'Esta página não envia nada a ninguém por conta própria.',
  refused: 'Não é possível mostrar isto',
  byAddress: 'Abra esta página pelo endereço dela.',
  byItself: 'Abra esta página sozinha: ela não é mostrada dentro de nenhuma outra.',
  failed: 'Algo deu errado. Tente de novo em alguns minutos.',
};
