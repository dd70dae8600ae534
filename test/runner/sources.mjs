import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Folder of the checkout, as modules have it. */
const ROOT = new URL('../../', import.meta.url).href;

const AS_MODULE = {
  isInternalModule: false,
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

let transform;

/** Has the sources compiled so from here on: `by` is given a file, how jest is to transform it, and the name it runs under. */
export function compileSources(by) {
  transform = by;
}

/** Lets Node find the sources by the names that they call each other, as the build and tsconfig.json do, and run them. */
registerHooks({
  resolve(specifier, context, next) {
    const module = /^@holdfast\/([^/]+)$/.exec(specifier)?.[1];
    if (module !== undefined) return next(`${ROOT}${indexOf(module)}`, context);
    const isRelative = /^\.{1,2}\/.*\.js$/.test(specifier);
    if (!isRelative || !context.parentURL || !isOurs(context.parentURL)) return next(specifier, context);
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    return next(existsSync(fileURLToPath(source)) ? source.href : specifier, context);
  },
  load(url, context, next) {
    const [file] = url.split('?', 1);
    if (!isOurs(file) || !file.endsWith('.ts')) return next(url, context);
    return { format: 'module', source: transform(fileURLToPath(file), AS_MODULE, url), shortCircuit: true };
  },
});

const isOurs = (url) => url.startsWith(ROOT) && !url.includes('/node_modules/');

function indexOf(module) {
  if (module === 'config') return 'config/env.ts';
  if (module === 'client') return 'clients/typescript/src/index.ts';
  return module === 'kernel' ? 'libs/platform/src/kernel/index.ts' : `libs/${module}/src/index.ts`;
}
