import vm from 'node:vm';

const { SourceTextModule, compileFunction } = vm;

/** What V8 made of each module so far, in this process: the path that it was compiled as, its code, the result. */
const compiled = new Map();

/** What is read so has lost whom to ask for a module that it imports while it runs. */
const importsLater = (code) => /\bimport\s*\(/.test(code);

/** Jest compiles each module anew for each test file: from here on V8 reads what it made of the same code before. */
export function keepCompiled() {
  if (vm.SourceTextModule !== SourceTextModule) return;
  vm.SourceTextModule = new Proxy(SourceTextModule, {
    construct(_, [code, options]) {
      const cachedData = known(options?.identifier, code);
      if (cachedData) {
        try {
          return new SourceTextModule(code, { ...options, cachedData });
        } catch (error) {
          // V8 takes none of it once a test has set a flag.
          if (error.code !== 'ERR_VM_MODULE_CACHED_DATA_REJECTED') throw error;
        }
      }
      const made = new SourceTextModule(code, options);
      if (!importsLater(code)) compiled.set(options?.identifier, { code, data: made.createCachedData() });
      return made;
    },
  });
  vm.compileFunction = (code, parameters, options) => {
    const cachedData = known(options?.filename, code);
    if (cachedData) return compileFunction(code, parameters, { ...options, cachedData });
    const made = compileFunction(code, parameters, { ...options, produceCachedData: true });
    if (made.cachedDataProduced && !importsLater(code))
      compiled.set(options?.filename, { code, data: made.cachedData });
    return made;
  };
}

function known(path, code) {
  const before = compiled.get(path);
  return before?.code === code ? before.data : undefined;
}
