import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './checkout.mjs';
import { variants } from './variants.mjs';

const CONFIGURATION = ['.swcrc', 'tsconfig.json', 'package-lock.json'];

/** Kept with what was built, so that whoever removes that gets a whole build. */
export const manifest = (variant) => join(root, variants[variant].output, '.manifest.json');

/** What the next build of a variant has to do: sources by the hash of their content, against the last build. */
export function plan(variant) {
  const setup = hash(...CONFIGURATION.map((file) => readFileSync(join(root, file))));
  const before = lastBuild(variant);
  const known = before.setup === setup ? before.sources : {};
  const sources = {};
  for (const folder of variants[variant].folders) collect(folder, sources);
  const changed = Object.keys(sources).filter((file) => known[file] !== sources[file]);
  const removed = Object.keys(before.sources).filter((file) => !(file in sources));
  const isEmpty = changed.length + removed.length === 0;
  return { setup, sources, changed, removed, isEmpty };
}

/** Where a variant has a source. */
export const output = (variant, source) => join(root, variants[variant].output, source.replace(/\.ts$/, '.js'));

function lastBuild(variant) {
  try {
    return JSON.parse(readFileSync(manifest(variant), 'utf8'));
  } catch {
    return { sources: {} };
  }
}

function collect(folder, into) {
  if (!existsSync(join(root, folder))) return;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules') collect(path, into);
    else if (isSource(entry.name)) into[path] = hash(readFileSync(join(root, path)));
  }
}

const isSource = (name) => name.endsWith('.ts') && !/\.(spec|d)\.ts$/.test(name);

function hash(...contents) {
  const sum = createHash('sha1');
  for (const content of contents) sum.update(content);
  return sum.digest('base64url');
}
