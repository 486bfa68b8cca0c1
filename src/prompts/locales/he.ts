import type { Messages, PluralForms } from '../messages.js';

// Verbal nouns rather than imperatives, which would have to choose the reader's gender.

const ARTICLES: PluralForms = { one: 'כתבה אחת', two: 'שתי כתבות', other: '# כתבות' };

const FREE_ARTICLES: PluralForms = { one: 'כתבה אחת חינם', two: 'שתי כתבות חינם', other: '# כתבות חינם' };

/** From 11 on, days are counted in the singular. */
const inDays = (days: number): PluralForms => ({
  one: 'ביום אחד',
  two: 'ביומיים',
  other: days > 10 ? 'ב־# יום' : 'ב־# ימים',
});

export const he: Messages = {
  promptRead: ({ read, siteName, period, plural }) =>
    read === 0 ? `ברוכים הבאים לאתר ${siteName}` : `קראת ${plural(read, ARTICLES)} ${period}.`,
  promptLast: ({ account, resetsAt, date }) =>
    `זו הכתבה האחרונה הפתוחה לך ${account ? '' : 'חינם '}עד ${date(resetsAt)}.`,
  promptLeft: ({ account, left, resetsAt, date, plural }) =>
    `נותרו לך ${plural(left, account ? ARTICLES : FREE_ARTICLES)} עד ${date(resetsAt)}.`.replace(
      'נותרו לך כתבה אחת',
      'נותרה לך כתבה אחת',
    ),
  promptRegister: ({ siteName }) => `ההרשמה פותחת גישה מלאה לאתר ${siteName}.`,
  promptRegisterMore: 'ההרשמה מאפשרת לקרוא עוד כתבות חינם.',
  promptSubscribe: ({ siteName }) => `המינוי פותח גישה מלאה לאתר ${siteName}.`,
  wallLimitTitle: 'תודה על הנאמנות',
  wallLimit: ({ account, limit, period, plural }) =>
    `קראת ${plural(limit, ARTICLES)} ${period}, ${account ? 'כל מה שכלול בחשבון שלך' : 'כל מה שפתוח ללא הרשמה'}.`,
  wallRegister: ({ canComment }) =>
    canComment ? 'ההרשמה מאפשרת להמשיך לקרוא ולהשתתף בתגובות.' : 'ההרשמה מאפשרת להמשיך לקרוא.',
  wallSubscribe: ({ canComment }) =>
    canComment ? 'המינוי מאפשר להמשיך לקרוא ולהשתתף בתגובות.' : 'המינוי מאפשר להמשיך לקרוא.',
  wallComments: ({ comments, plural }) =>
    plural(comments, { one: 'תגובה אחת מחכה לך.', two: 'שתי תגובות מחכות לך.', other: '# תגובות מחכות לך.' }),
  wallReset: ({ limit, resetsAt, date, plural }) =>
    plural(limit, {
      one: `כתבה אחת נוספת תיפתח לך ב־${date(resetsAt)}.`,
      two: `שתי כתבות נוספות ייפתחו לך ב־${date(resetsAt)}.`,
      other: `# כתבות נוספות ייפתחו לך ב־${date(resetsAt)}.`,
    }),
  wallReading: 'מה שכבר קראת נשאר פתוח',
  wallRegisteredTitle: 'הכתבה הזאת פתוחה לקוראים רשומים',
  wallSubscribersTitle: 'הכתבה הזאת פתוחה למנויים',
  wallNetworkTitle: 'אין עוד כתבות חינם ברשת הזאת היום',
  wallNetwork: 'קוראים חדשים רבים הגיעו מהרשת שבשימושך.',
  wallOutageTitle: 'לא ניתן לפתוח את הכתבה כרגע',
  wallOutage: 'לא ניתן לבדוק כמה כתבות קראת. אפשר לנסות שוב בעוד כמה דקות.',
  wallOtherTitle: 'הכתבה הזאת אינה פתוחה לך כרגע',
  register: 'הרשמה חינם',
  subscribe: 'מינוי',
  signIn: 'כבר נרשמת? התחברות',
  dismiss: 'סגירה',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} מתוך ${plural(limit, account ? ARTICLES : FREE_ARTICLES)} ${period}`,
  appealTitle: 'עיתונות שהקוראים מאפשרים',
  appeal: ({ siteName }) =>
    `אם הכתבה הזאת הייתה שווה את הזמן, אפשר לתמוך באתר ${siteName}. כל תרומה עוזרת לנו להמשיך לדווח.`,
  support: ({ siteName }) => `תמיכה באתר ${siteName}`,
  thisMonth: 'החודש',
  thisWeek: 'השבוע',
  today: 'היום',
  inDays: ({ days, plural }) => plural(days, inDays(days)),
};
