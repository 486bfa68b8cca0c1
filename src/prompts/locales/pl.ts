import type { Messages, PluralForms } from '../messages.js';

// Without verbs in the past tense, which would have to choose the reader's gender.

const ARTICLES: PluralForms = { one: '# artykuł', few: '# artykuły', many: '# artykułów', other: '# artykułu' };

const FREE_ARTICLES: PluralForms = {
  one: '# bezpłatny artykuł',
  few: '# bezpłatne artykuły',
  many: '# bezpłatnych artykułów',
  other: '# bezpłatnego artykułu',
};

const OF_ARTICLES: PluralForms = { one: '# artykułu', other: '# artykułów' };

const OF_FREE_ARTICLES: PluralForms = { one: '# bezpłatnego artykułu', other: '# bezpłatnych artykułów' };

export const pl: Messages = {
  promptRead: ({ read, siteName, period, plural }) =>
    read === 0 ? `Witamy w serwisie ${siteName}` : `Masz już za sobą ${plural(read, ARTICLES)} ${period}.`,
  promptLast: ({ account, resetsAt, date }) =>
    `To Twój ostatni ${account ? '' : 'bezpłatny '}artykuł do ${date(resetsAt)}.`,
  promptLeft: ({ account, left, resetsAt, date, plural }) =>
    `Do ${date(resetsAt)} możesz przeczytać jeszcze ${plural(left, account ? ARTICLES : FREE_ARTICLES)}.`,
  promptRegister: ({ siteName }) => `Zarejestruj się i czytaj serwis ${siteName} bez ograniczeń.`,
  promptRegisterMore: 'Zarejestruj się i czytaj więcej za darmo.',
  promptSubscribe: ({ siteName }) => `Wykup prenumeratę i czytaj serwis ${siteName} bez ograniczeń.`,
  wallLimitTitle: 'Dziękujemy, że jesteś z nami',
  wallLimit: ({ account, limit, period, plural }) =>
    account
      ? plural(limit, {
          one: `To już Twój artykuł ${period}.`,
          few: `To już wszystkie Twoje # artykuły ${period}.`,
          other: `To już wszystkie Twoje # artykułów ${period}.`,
        })
      : plural(limit, {
          one: `To już Twój bezpłatny artykuł ${period}.`,
          few: `To już wszystkie # bezpłatne artykuły ${period}.`,
          other: `To już wszystkie # bezpłatnych artykułów ${period}.`,
        }),
  wallRegister: ({ canComment }) =>
    canComment ? 'Zarejestruj się, aby czytać dalej i komentować.' : 'Zarejestruj się, aby czytać dalej.',
  wallSubscribe: ({ canComment }) =>
    canComment ? 'Wykup prenumeratę, aby czytać dalej i komentować.' : 'Wykup prenumeratę, aby czytać dalej.',
  wallComments: ({ comments, plural }) =>
    plural(comments, {
      one: 'Czeka na Ciebie # komentarz.',
      few: 'Czekają na Ciebie # komentarze.',
      many: 'Czeka na Ciebie # komentarzy.',
      other: 'Czeka na Ciebie # komentarza.',
    }),
  wallReset: ({ limit, resetsAt, date, plural }) =>
    plural(limit, {
      one: `Kolejny będzie dostępny ${date(resetsAt)}.`,
      few: `Kolejne # będą dostępne ${date(resetsAt)}.`,
      other: `Kolejnych # będzie dostępnych ${date(resetsAt)}.`,
    }),
  wallReading: 'Przeczytane artykuły są nadal dostępne',
  wallRegisteredTitle: 'Artykuł tylko dla zarejestrowanych czytelników',
  wallSubscribersTitle: 'Artykuł tylko dla prenumeratorów',
  wallNetworkTitle: 'W tej sieci nie ma dziś więcej bezpłatnych artykułów',
  wallNetwork: 'Z sieci, z której korzystasz, przyszło dziś wielu nowych czytelników.',
  wallOutageTitle: 'Nie możemy teraz otworzyć tego artykułu',
  wallOutage: 'Nie możemy sprawdzić liczby przeczytanych artykułów. Prosimy spróbować ponownie za kilka minut.',
  wallOtherTitle: 'Ten artykuł jest teraz dla Ciebie niedostępny',
  register: 'Zarejestruj się za darmo',
  subscribe: 'Prenumerata',
  signIn: 'Masz już konto? Zaloguj się',
  dismiss: 'Zamknij',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} z ${plural(limit, account ? OF_ARTICLES : OF_FREE_ARTICLES)} ${period}`,
  appealTitle: 'Dziennikarstwo możliwe dzięki czytelnikom',
  appeal: ({ siteName }) =>
    `Jeśli warto było poświęcić czas na ten tekst, wesprzyj ${siteName}. Każda wpłata pomaga nam dalej pracować.`,
  support: ({ siteName }) => `Wesprzyj ${siteName}`,
  thisMonth: 'w tym miesiącu',
  thisWeek: 'w tym tygodniu',
  today: 'dzisiaj',
  inDays: ({ days, plural }) => plural(days, { one: 'w ciągu # dnia', other: 'w ciągu # dni' }),
};
