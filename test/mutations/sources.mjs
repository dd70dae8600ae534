/**
 * Lets Node load the TypeScript of a tree, specs and sources alike, as the specs of jest are loaded. The tree is the working
 * directory: Stryker's copy of this one, with all mutants in it.
 */
import { transformSync } from '@swc/core';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileSources } from '../runner/sources.mjs';

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
  // Stryker goes there only after it has loaded its plugins.
  const tree = () => pathToFileURL(`${process.cwd()}/`).href;
  const dated = (url) => (generation > 0 && url.startsWith(tree()) ? `${url}?${generation}` : url);
  compileSources(compiled, { of: tree, as: dated });
}

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
