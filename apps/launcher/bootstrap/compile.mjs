/**
 * Does what `nest build api` does (the same compiler, the same options), but touches only files
 * that changed, each in one step: a server that runs from dist/ never sees half a build. The variant
 * is the first argument.
 */
import { transformFile } from '@swc/core';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { root } from './checkout.mjs';
import { manifest, output, plan } from './sources.mjs';
import { variants } from './variants.mjs';

const variant = process.argv[2];

const { paths } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).compilerOptions;
const { exclude, $schema, ...swcrc } = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
const { optimizer } = swcrc.jsc.transform;
const globals = { vars: { ...optimizer.globals.vars, ...variants[variant].globals } };
const options = {
  ...swcrc,
  swcrc: false,
  configFile: false,
  cwd: root,
  module: { type: 'es6', resolveFully: true },
  jsc: { ...swcrc.jsc, baseUrl: root, paths, transform: { ...swcrc.jsc.transform, optimizer: { ...optimizer, globals } } },
};

const { setup, sources, changed, removed } = plan(variant);
const failed = (await Promise.all(changed.map(compile))).filter((file) => file !== undefined);
for (const source of removed) {
  for (const end of ['', '.map']) rmSync(output(variant, source) + end, { force: true });
}
for (const source of failed) delete sources[source];
replace(manifest(variant), JSON.stringify({ setup, sources }));
process.exitCode = failed.length === 0 ? 0 : 1;

/** Answers the source when it does not compile. */
async function compile(source) {
  const target = output(variant, source);
  try {
    const { code, map } = await transformFile(join(root, source), {
      ...options,
      outputPath: target,
      sourceFileName: relative(dirname(target), join(root, source)),
    });
    if (map) replace(`${target}.map`, map);
    replace(target, map ? `${code}\n//# sourceMappingURL=${basename(target)}.map` : code);
    return undefined;
  } catch (error) {
    console.error(`${source}: ${error.message}`);
    return source;
  }
}

function replace(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
