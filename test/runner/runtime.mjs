import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import JestRuntime from 'jest-runtime';
import { compileSources } from './sources.mjs';

/**
 * Loads spec files and all that they import as Node itself does, once for each worker of jest. Jest's own runtime
 * compiles every module of the shop and of its packages anew for each spec file, in a world of its own where nothing
 * is ever warm: that was most of what the specs of whole shops took. What is lost is little here: no spec replaces
 * modules, and none keeps anything in them for itself.
 */
export default class NativeRuntime extends JestRuntime {
  #environment;
  #console = globalThis.console;

  constructor(...parameters) {
    super(...parameters);
    this.#environment = parameters[1];
    // Errors are the specs' own: by their class jest knows the causes of errors.
    this.#environment.global.Error = Error;
    globalThis.console = this.#environment.global.console;
    compileSources((...source) => this.#compile(...source));
  }

  #compile(file, options, url) {
    const code = this.transformCache.transform(file, options);
    // Stacks tell the name that a module runs under.
    this.getSourceMaps().set(url, this.getSourceMaps().get(file));
    return code;
  }

  unstable_shouldLoadAsEsm(path) {
    return path.endsWith('.ts') || super.unstable_shouldLoadAsEsm(path);
  }

  /** A spec file that runs again is a new one. */
  async unstable_importModule(path) {
    await import(`${pathToFileURL(path).href}?run=${randomUUID()}`);
  }

  /** What jest runs a spec file by is new each time; what that needs, matchers above all, is of the specs' own world. */
  requireInternalModule(from, to) {
    return to === undefined ? super.requireInternalModule(from) : createRequire(from)(to);
  }

  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    Object.assign(globalThis, globals);
  }

  /** A worker keeps the console of its last spec file: whoever writes to it now was not waited for, and jest says so. */
  teardown() {
    super.teardown();
    if (!process.connected) globalThis.console = this.#console;
  }
}
