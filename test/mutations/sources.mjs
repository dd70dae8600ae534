/**
 * Lets Node load the TypeScript of a tree, specs and sources alike, with the compiler and the two rules of jest.config.mjs. The
 * tree is the working directory: Stryker's copy of this one, with all mutants in it.
 */
import { transformSync } from '@swc/core';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const { exclude, $schema, ...swcrc } = JSON.parse(readFileSync(new URL('../../.swcrc', import.meta.url), 'utf8'));
const options = { ...swcrc, swcrc: false, configFile: false, sourceMaps: false, module: { type: 'es6' } };
/** What was compiled once: a process that dies with a mutant in it is soon replaced. */
const kept = join(tmpdir(), `holdfast-mutations-${process.getuid?.() ?? 0}`);

/** Sources that were loaded in another generation are loaded, and run, anew. */
let generation = 0;
let replaced = {};
export function reload(by = {}) {
  generation++;
  replaced = by;
}

export function loadSources() {
  registerHooks({
    resolve(specifier, context, next) {
      const module = /^@holdfast\/([^/]+)$/.exec(specifier)?.[1];
      if (module === 'kernel') return source('libs/platform/src/kernel/index.ts', next, context);
      if (module === 'config') return source('config/env.ts', next, context);
      if (module !== undefined) return source(`libs/${module}/src/index.ts`, next, context);
      const ours = /^\.{1,2}\//.test(specifier) && context.parentURL?.startsWith('file:') && !context.parentURL.includes('/node_modules/');
      const url = ours && new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      return url && existsSync(fileURLToPath(url)) ? dated(next(url.href, context)) : dated(next(specifier, context));
    },
    load(url, context, next) {
      if (!url.split('?')[0].endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
      return { format: 'module', source: compiled(fileURLToPath(url.split('?')[0])), shortCircuit: true };
    },
  });
}

const source = (path, next, context) => dated(next(pathToFileURL(join(process.cwd(), path)).href, context));

const dated = (resolved) => (generation > 0 && resolved.url.endsWith('.ts') && resolved.url.startsWith(pathToFileURL(`${process.cwd()}/`).href) ? { ...resolved, url: `${resolved.url}?${generation}` } : resolved);

function compiled(file) {
  const text = replaced[relative(process.cwd(), file)] ?? readFileSync(file, 'utf8');
  const target = join(kept, createHash('sha1').update(file).update(text).digest('hex'));
  if (existsSync(target)) return readFileSync(target, 'utf8');
  const { code } = transformSync(text, { ...options, filename: file });
  mkdirSync(kept, { recursive: true });
  writeFileSync(`${target}.${process.pid}`, code);
  renameSync(`${target}.${process.pid}`, target);
  return code;
}
