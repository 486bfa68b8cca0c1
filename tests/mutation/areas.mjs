/** What is mutated, and by which tests each part of it is judged: those of its own, so that a run ends. None needs the shared Redis. */
export const AREAS = {
  ledger: { mutate: ['src/pass/{base64url,ledger}.ts'], tests: ['ledger'] },
  tokens: { mutate: ['src/pass/{hmac,hs256,payload,tokens}.ts'], tests: ['{bad-cookies,hmac,keys,payload,tokens}'] },
  keys: { mutate: ['src/pass/keys.ts'], tests: ['{keys,options}'] },
  passes: {
    mutate: ['src/pass/{format-1,format-2,pass,passes,refusal}.ts'],
    tests: ['{bad-cookies,pass,pass-vectors,refused-passes,two-formats}'],
  },
  jwks: { mutate: ['src/pass/jwks.ts'], tests: ['jwks'] },
  node: { mutate: ['src/meter/node/*.ts', 'src/pass/domains/*.ts'], tests: ['{options,turn}'] },
  unite: { mutate: ['src/pass/unite.ts'], tests: ['unite'] },
  cookies: { mutate: ['src/pass/cookie*.ts'], tests: ['{cookie,options}'] },
  period: { mutate: ['src/period/**/*.ts'], tests: ['period'] },
  'newsroom-words': {
    mutate: ['src/policy/{labels,names,words,reader-words}.ts'],
    tests: ['policy/{words,reader-words}'],
  },
  'newsroom-document': {
    mutate: ['src/policy/{change,document,document-json}.ts'],
    tests: ['policy/{change,document}'],
  },
  'newsroom-keeper': {
    mutate: [
      'src/policy/{answered,bounded-documents,digest,document-rules,errors,faults,held-document,keeper,keeper-of-place,local-documents,rules,signing,turns}.ts',
      'src/pass/given.ts',
    ],
    tests: ['policy/{given,keeper,rules,signing}'],
  },
  'newsroom-desk': {
    mutate: [
      'src/policy/{editor,granted,policy-now,reader-desk,reader-report,reader-search,signed-policy,support-codes,undo}.ts',
    ],
    tests: ['policy/{desk,helped-readers,reader-desk,support-codes}'],
  },
  policy: { mutate: ['src/policy/{limits,plans}.ts'], tests: ['{options,policy/limits}'] },
  guard: {
    mutate: ['src/store/{guard,take-backs,unsettled}.ts'],
    tests: ['store/{guard,guard-calls,take-backs,unsettled}'],
  },
  memory: { mutate: ['src/store/memory.ts'], tests: ['store/{contract,memory,model,most-articles,options}'] },
  'store-parts': {
    mutate: ['src/store/{breaker,mark,reach,recent,set-name,span,turn-batch}.ts'],
    tests: ['store/{breaker,mark,reach,recent,set-name,span,turn-batch}'],
  },
  redis: {
    mutate: ['src/store/{redis,redis-client,redis-documents}.ts'],
    tests: ['store/{options,redis-calls,redis-client,redis-options}'],
  },
  'redis-scripts': { mutate: ['src/store/script.lua.ts'], tests: ['store/redis-command'] },
  'redis-settings': {
    mutate: ['src/store/{redis-options,redis-warnings}.ts'],
    tests: ['store/redis-options'],
  },
  'redis-faults': { mutate: ['src/store/redis-faults.ts'], tests: ['store/redis-errors'] },
  'store-service': { mutate: ['src/store/{service,service-endpoint}.ts'], tests: ['store/service-calls'] },
  'store-metrics': { mutate: ['src/store/store-metrics.ts'], tests: ['store/store-metrics'] },
  meter: {
    mutate: ['src/meter/*.ts', 'src/meter/steps/*.ts'],
    tests: ['meter/*', '{account,article-key,options,turn}'],
  },
};
