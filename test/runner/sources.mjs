import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Folder of the checkout, as modules have it. A copy of the tree that something else runs in lies somewhere below it. */
const ROOT = new URL('../../', import.meta.url).href;

const AS_MODULE = {
  isInternalModule: false,
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

let transform;
let tree = () => ROOT;
let named = (url) => url;

/**
 * Has the sources compiled so from here on: `by` is given a file, how jest is to transform it, and the name it runs under. Modules
 * are those of the tree that `of` names; `as` may give a source another name, under which it is loaded once more.
 */
export function compileSources(by, { of = () => ROOT, as = (url) => url } = {}) {
  transform = by;
  tree = of;
  named = as;
}

/** Lets Node find the sources by the names that they call each other, as the build and tsconfig.json do, and run them. */
registerHooks({
  resolve(specifier, context, next) {
    const found = next(sourceOf(specifier, context.parentURL) ?? specifier, context);
    return isSource(found.url) ? { ...found, url: named(found.url) } : found;
  },
  load(url, context, next) {
    const [file] = url.split('?', 1);
    if (!isSource(file)) return next(url, context);
    return { format: 'module', source: transform(fileURLToPath(file), AS_MODULE, url), shortCircuit: true };
  },
});

function sourceOf(specifier, parent) {
  const module = /^@holdfast\/([^/]+)$/.exec(specifier)?.[1];
  if (module !== undefined) return `${tree()}${indexOf(module)}`;
  if (!/^\.{1,2}\/.*\.js$/.test(specifier) || !parent || !isOurs(parent)) return undefined;
  const source = new URL(specifier.replace(/\.js$/, '.ts'), parent);
  return existsSync(fileURLToPath(source)) ? source.href : undefined;
}

const isOurs = (url) => url.startsWith(ROOT) && !url.includes('/node_modules/');
const isSource = (url) => isOurs(url) && url.endsWith('.ts');

function indexOf(module) {
  if (module === 'config') return 'config/env.ts';
  if (module === 'client') return 'clients/typescript/src/index.ts';
  return module === 'kernel' ? 'libs/platform/src/kernel/index.ts' : `libs/${module}/src/index.ts`;
}
