import { AsyncLocalStorage } from 'node:async_hooks';
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';
import { keepCompiled } from './compiled.mjs';

const { createContext } = vm;
const { run } = AsyncLocalStorage.prototype;

keepCompiled();

/**
 * Jest's environment for Node without two things that made up most of a run.
 *
 * In the context that Jest makes, each use of `Number`, `Map` or `Promise` goes through interceptors and takes a hundred
 * times as long: here it is an ordinary context. And for each test file Jest opens an `AsyncLocalStorage` that it leaves
 * open, so that up to Node 22 each promise carries as many as there were files before: here they are closed with the file.
 */
export default class PlainEnvironment extends TestEnvironment {
  #storages = new Set();

  constructor(config, context) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    // Jest takes a hundred frames of each error, and a run makes hundreds of thousands that nobody reads.
    this.global.Error.stackTraceLimit = 10;
  }

  async setup() {
    const storages = this.#storages;
    AsyncLocalStorage.prototype.run = function (...args) {
      storages.add(this);
      return run.apply(this, args);
    };
    await super.setup();
  }

  async teardown() {
    AsyncLocalStorage.prototype.run = run;
    for (const storage of this.#storages) storage.disable();
    await super.teardown();
  }
}
