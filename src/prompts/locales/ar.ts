import type { Messages, PluralForms } from '../messages.js';

// Verbal nouns rather than imperatives, which would have to choose the reader's gender.

const ARTICLES_AS_OBJECT: PluralForms = {
  one: 'مقالة واحدة',
  two: 'مقالتين',
  few: '# مقالات',
  many: '# مقالة',
  other: '# مقالة',
};

const ARTICLES_AS_SUBJECT: PluralForms = { ...ARTICLES_AS_OBJECT, two: 'مقالتان' };

export const ar: Messages = {
  promptTitle: ({ read, siteName, period, plural }) =>
    read === 0 ? `مرحبًا بك في ${siteName}` : `قرأت ${plural(read, ARTICLES_AS_OBJECT)} ${period}`,
  promptText: ({ siteName }) => `التسجيل يتيح لك قراءة ${siteName} بلا حدود.`,
  promptLeft: ({ left, resetsAt, date, plural }) => {
    if (left === Number.POSITIVE_INFINITY) return '';
    const reset = `يبدأ العدّ من جديد في ${date(resetsAt)}`;
    if (left === 0) return `لا مقالات جديدة متاحة حتى ${reset}.`;
    return `بقيت لك ${plural(left, ARTICLES_AS_SUBJECT)} قبل أن ${reset}.`;
  },
  wallTitle: ({ read }) => (read === 0 ? 'شكرًا لزيارتك' : 'شكرًا لوفائك'),
  wallText: ({ read, period, plural }) => {
    const invitation = 'التسجيل يتيح لك متابعة القراءة والتعليق.';
    if (read === 0) return `هذه المقالة متاحة للقرّاء المسجّلين. ${invitation}`;
    return `قرأت ${plural(read, ARTICLES_AS_OBJECT)} ${period}، وهذا كل المتاح دون تسجيل. ${invitation}`;
  },
  wallReset: ({ read, resetsAt, date }) => (read === 0 ? '' : `يبدأ العدّ من جديد في ${date(resetsAt)}.`),
  register: 'التسجيل',
  signIn: 'تسجيل الدخول',
  dismiss: 'إغلاق',
  thisMonth: 'هذا الشهر',
  thisWeek: 'هذا الأسبوع',
  today: 'اليوم',
  inDays: ({ days, plural }) =>
    plural(days, {
      one: 'خلال يوم واحد',
      two: 'خلال يومين',
      few: 'خلال # أيام',
      many: 'خلال # يومًا',
      other: 'خلال # يوم',
    }),
};
