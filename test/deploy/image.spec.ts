import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { settings } from '@holdfast/config';
import { NODE_ENVIRONMENT, NODE_FLAGS } from '../../apps/launcher/src/node-flags.js';
import { ROOT } from '../support/checkout.js';
import { dockerfile, kustomization, PINNED_NODE, programsOf, textOf } from '../support/deployment.js';

const instructions = dockerfile();
const of = (name: string): string[] => instructions.filter(([found]) => found === name).map(([, value]) => value);
/** Of the last stage, which is what is shipped. */
const shipped = instructions.slice(instructions.findLastIndex(([name]) => name === 'FROM'));
const shippedOf = (name: string): string[] => shipped.filter(([found]) => found === name).map(([, value]) => value);

describe('the Dockerfile', () => {
  it('has no fault that a linter knows', () => {
    expect(validate(textOf('Dockerfile'))).toEqual([]);
    expect(validate('FROM node\nRUNN x\n').length).toBeGreaterThan(0);
  });

  it('is built on the Node that the launcher would fetch', () => {
    expect(of('FROM').length).toBeGreaterThan(1);
    for (const from of of('FROM')) expect(from).toMatch(new RegExp(`^node:${PINNED_NODE}-[a-z]+-slim AS [a-z]+$`));
  });

  it('runs Node as the launcher does, in exec form', () => {
    const [entry] = shippedOf('ENTRYPOINT').map((value) => JSON.parse(value));

    expect(entry).toEqual(['node', ...NODE_FLAGS]);
    expect(shippedOf('ENV').join(' ')).toContain(Object.entries(NODE_ENVIRONMENT).map(([name, value]) => `${name}=${value}`).join(' '));
  });

  it('ships no root, and what was built with the packages that run alone', () => {
    expect(shippedOf('USER')).toEqual(['1000:1000']);
    expect(shippedOf('RUN')).toEqual([]);
    expect(shippedOf('COPY').filter((copy) => !copy.startsWith('--from='))).toEqual(['package.json LICENSE ./']);
    expect(of('RUN').filter((run) => run.includes('npm ci')).every((run) => run.includes('--ignore-scripts'))).toBe(true);
    expect(of('RUN').filter((run) => run.includes('--omit=dev')).length).toBe(1);
  });

  it('starts programs that there are, and asks a probe at the port of the API', () => {
    expect(programsOf(shippedOf('CMD').map((value) => JSON.parse(value)[0])).filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    expect(shippedOf('HEALTHCHECK').join()).toContain(`http://127.0.0.1:${settings.PORT.fallback}/readyz`);
    expect(shippedOf('EXPOSE')).toEqual([[settings.PORT, settings.WORKER_PORT, settings.METRICS_PORT].map(({ fallback }) => fallback).join(' ')]);
  });

  it('knows every setting that it makes', () => {
    const names = shippedOf('ENV').flatMap((value) => [...value.matchAll(/([A-Z_]+)=/g)].map(([, name]) => name!));

    expect(names.filter((name) => !(name in settings) && !(name in NODE_ENVIRONMENT) && name !== 'NODE_ENV')).toEqual([]);
  });

  it('is given what the build reads, and neither secrets nor what was installed here', () => {
    const lines = textOf('.dockerignore').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const [, built] = /shipped: \{ output: 'dist', folders: \[([^\]]+)\]/.exec(textOf('apps/launcher/bootstrap/variants.mjs'))!;
    const folders = built!.replaceAll("'", '').split(', ');

    expect(lines[0]).toBe('*');
    expect(lines).toEqual(expect.arrayContaining([...folders, 'package.json', 'package-lock.json', '.npmrc', '.swcrc', 'tsconfig.json'].map((name) => `!${name}`)));
    expect(lines.filter((line) => /^!(\.env|node_modules|var|dist|deploy)/.test(line))).toEqual([]);
  });

  it('has the version of the package wherever it is deployed', () => {
    const { version } = JSON.parse(textOf('package.json'));

    expect(textOf('compose.yaml')).toContain(`holdfast:\${HOLDFAST_VERSION:-${version}}`);
    for (const overlay of ['staging', 'production']) expect(kustomization(`overlays/${overlay}`).images).toEqual([{ name: 'holdfast', newName: expect.stringMatching(/\/holdfast$/), newTag: version }]);
  });
});
