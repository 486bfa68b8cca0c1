import type { Messages } from '../messages.js';

// Verbal nouns rather than imperatives, which would have to choose the reader's gender.

export const he: Messages = {
  promptTitle: ({ read, siteName, period, plural }) =>
    read === 0
      ? `ברוכים הבאים לאתר ${siteName}`
      : plural(read, {
          one: `כתבה אחת נקראה ${period}`,
          two: `שתי כתבות נקראו ${period}`,
          other: `# כתבות נקראו ${period}`,
        }),
  promptText: ({ siteName }) => `ההרשמה פותחת גישה מלאה לאתר ${siteName}.`,
  promptLeft: ({ left, resetsAt, date, plural }) => {
    if (left === Number.POSITIVE_INFINITY) return '';
    const reset = `עד שהספירה תתחיל מחדש ב־${date(resetsAt)}`;
    if (left === 0) return `אין כתבות חדשות פתוחות ${reset}.`;
    return plural(left, {
      one: `כתבה אחת נוספת פתוחה ${reset}.`,
      two: `שתי כתבות נוספות פתוחות ${reset}.`,
      other: `# כתבות נוספות פתוחות ${reset}.`,
    });
  },
  wallTitle: ({ read }) => (read === 0 ? 'תודה על הביקור' : 'תודה על הנאמנות'),
  wallText: ({ read, period, plural }) => {
    const invitation = 'ההרשמה מאפשרת להמשיך לקרוא ולהגיב.';
    if (read === 0) return `הכתבה הזאת פתוחה לקוראים רשומים. ${invitation}`;
    const articles = plural(read, { one: 'כתבה אחת', two: 'שתי כתבות', other: '# כתבות' });
    return `קראת ${articles} ${period}, כל מה שפתוח ללא הרשמה. ${invitation}`;
  },
  wallReset: ({ read, resetsAt, date }) => (read === 0 ? '' : `הספירה תתחיל מחדש ב־${date(resetsAt)}.`),
  register: 'הרשמה',
  signIn: 'כניסה',
  dismiss: 'סגירה',
  thisMonth: 'החודש',
  thisWeek: 'השבוע',
  today: 'היום',
  inDays: ({ days, plural }) => plural(days, { one: 'בתוך יום אחד', two: 'בתוך יומיים', other: 'בתוך # ימים' }),
};
