import type { Messages, PluralForms } from '../messages.js';

// Verbal nouns rather than imperatives, which would have to choose the reader's gender.

const ARTICLES_AS_OBJECT: PluralForms = {
  zero: '# مقالة',
  one: 'مقالة واحدة',
  two: 'مقالتين',
  few: '# مقالات',
  many: '# مقالة',
  other: '# مقالة',
};

const ARTICLES_AS_SUBJECT: PluralForms = { ...ARTICLES_AS_OBJECT, two: 'مقالتان' };

const FREE_ARTICLES_AS_SUBJECT: PluralForms = {
  zero: '# مقالة مجانية',
  one: 'مقالة مجانية واحدة',
  two: 'مقالتان مجانيتان',
  few: '# مقالات مجانية',
  many: '# مقالة مجانية',
  other: '# مقالة مجانية',
};

const FREE_ARTICLES_AS_OBJECT: PluralForms = { ...FREE_ARTICLES_AS_SUBJECT, two: 'مقالتين مجانيتين' };

export const ar: Messages = {
  promptRead: ({ read, siteName, period, plural }) =>
    read === 0 ? `مرحبًا بك في «${siteName}»` : `قرأت ${plural(read, ARTICLES_AS_OBJECT)} ${period}.`,
  promptLast: ({ account, resetsAt, date }) =>
    `هذه آخر مقالة ${account ? 'متاحة' : 'مجانية متاحة'} لك حتى ${date(resetsAt)}.`,
  promptLeft: ({ account, left, resetsAt, date, plural }) =>
    `بقيت لك ${plural(left, account ? ARTICLES_AS_SUBJECT : FREE_ARTICLES_AS_SUBJECT)} حتى ${date(resetsAt)}.`,
  promptRegister: ({ siteName }) => `التسجيل يتيح لك قراءة «${siteName}» بلا حدود.`,
  promptRegisterMore: 'التسجيل يتيح لك قراءة مزيد من المقالات مجانًا.',
  promptSubscribe: ({ siteName }) => `الاشتراك يتيح لك قراءة «${siteName}» بلا حدود.`,
  wallLimitTitle: 'شكرًا لوفائك',
  wallLimit: ({ account, limit, period, plural }) =>
    `قرأت ${plural(limit, ARTICLES_AS_OBJECT)} ${period}، ${account ? 'وهو الحد الأقصى لحسابك' : 'وهو الحد الأقصى دون تسجيل'}.`,
  wallRegister: ({ canComment }) =>
    canComment ? 'التسجيل يتيح لك متابعة القراءة والمشاركة في التعليقات.' : 'التسجيل يتيح لك متابعة القراءة.',
  wallSubscribe: ({ canComment }) =>
    canComment ? 'الاشتراك يتيح لك متابعة القراءة والمشاركة في التعليقات.' : 'الاشتراك يتيح لك متابعة القراءة.',
  wallComments: ({ comments, plural }) =>
    plural(comments, {
      zero: 'لا تعليقات بعد.',
      one: 'هناك تعليق واحد بانتظارك.',
      two: 'هناك تعليقان بانتظارك.',
      few: 'هناك # تعليقات بانتظارك.',
      many: 'هناك # تعليقًا بانتظارك.',
      other: 'هناك # تعليق بانتظارك.',
    }),
  wallReset: ({ limit, resetsAt, date, plural }) =>
    `ستتاح لك ${plural(limit, { ...ARTICLES_AS_SUBJECT, one: 'مقالة أخرى', two: 'مقالتان أخريان', few: '# مقالات أخرى', many: '# مقالة أخرى', other: '# مقالة أخرى' })} في ${date(resetsAt)}.`,
  wallReading: 'ما قرأته يبقى متاحًا لك',
  wallRegisteredTitle: 'هذه المقالة متاحة للقرّاء المسجّلين',
  wallSubscribersTitle: 'هذه المقالة متاحة للمشتركين',
  wallNetworkTitle: 'لا مزيد من المقالات المجانية على هذه الشبكة اليوم',
  wallNetwork: 'وصل قرّاء جدد كثيرون من الشبكة التي تستخدمها الآن.',
  wallOutageTitle: 'تعذّر فتح هذه المقالة الآن',
  wallOutage: 'تعذّر التحقق من عدد المقالات التي قرأتها. تُرجى المحاولة مجددًا بعد بضع دقائق.',
  wallOtherTitle: 'هذه المقالة غير متاحة لك في الوقت الحالي',
  register: 'إنشاء حساب مجاني',
  subscribe: 'الاشتراك',
  signIn: 'لديك حساب؟ تسجيل الدخول',
  dismiss: 'إغلاق',
  meter: ({ account, used, limit, period, number, plural }) =>
    `${number(used)} من أصل ${plural(limit, account ? ARTICLES_AS_OBJECT : FREE_ARTICLES_AS_OBJECT)} ${period}`,
  appealTitle: 'صحافة يصنعها دعم قرّائها',
  appeal: ({ siteName }) =>
    `إن استحقت هذه المقالة وقتك، فإن «${siteName}» ترحّب بدعمك. كل مساهمة تعيننا على مواصلة العمل الصحفي.`,
  support: ({ siteName }) => `دعم «${siteName}»`,
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
