/** What is mutated, and by which tests each part of it is judged: those of its own, so that a run ends. None needs Redis. */
export const AREAS = {
  pass: {
    mutate: ['src/pass/**/*.ts'],
    tests: ['{bad-cookies,hmac,keys,ledger,pass,planted-passes,refused-passes,tokens,unite}'],
  },
  period: { mutate: ['src/period/**/*.ts'], tests: ['period'] },
  policy: { mutate: ['src/policy/**/*.ts'], tests: ['{options,policy}'] },
  guard: {
    mutate: ['src/store/{guard,take-backs,unsettled}.ts'],
    tests: ['store/{guard,guard-calls,take-backs,unsettled}'],
  },
  memory: { mutate: ['src/store/memory.ts'], tests: ['store/{contract,memory,model,most-articles,options}'] },
  meter: {
    mutate: ['src/meter/**/*.ts'],
    tests: [
      '{account,bad-cookies,clock,decision,refused-passes,site-functions,express,model,open-views,options,turn}',
      'circumvention/take-back',
    ],
  },
};
