import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { bulkheadsOf } from '../../apps/api/src/bulkheads.js';
import { ROOT } from './checkout.js';

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
export const yamlOf = (path: string): any => parse(textOf(path), { merge: true });

/** The instructions of the Dockerfile, their lines joined, by their names. */
export function dockerfile(): readonly (readonly [name: string, value: string])[] {
  const lines = textOf('Dockerfile').replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n\s*/g, '');
  return lines.split('\n').filter(Boolean).map((line) => {
    const [, name = '', value = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return [name, value] as const;
  });
}

const BASE = 'deploy/kubernetes/base';

export const kustomization = (path: string): any => yamlOf(`deploy/kubernetes/${path}/kustomization.yaml`);

/** All objects of the base as they are written, without what kustomize adds. */
export function manifests(): any[] {
  return kustomization('base').resources.flatMap((file: string) => parseAllDocuments(textOf(`${BASE}/${file}`)).map((document) => document.toJS()));
}

export const manifest = (kind: string, name: string): any => {
  const found = manifests().find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`No ${kind} ${name} in ${BASE}`);
  return found;
};

/** Settings of an overlay over those of the base. */
export function settingsOf(overlay?: string): Record<string, string> {
  const literals = (path: string): string[] => kustomization(path).configMapGenerator.flatMap((map: any) => map.literals);
  const all = [...literals('base'), ...(overlay ? literals(`overlays/${overlay}`) : [])];
  return Object.fromEntries(all.map((literal) => [literal.slice(0, literal.indexOf('=')), literal.slice(literal.indexOf('=') + 1)]));
}

/** The services of compose.yaml that run our own image. */
export function composeServices(): [name: string, service: any][] {
  return Object.entries<any>(yamlOf('compose.yaml').services).filter(([, { image }]) => image.startsWith('holdfast:'));
}

/** The Node that the launcher fetches where there is none that fits. */
export const PINNED_NODE = /const PINNED = '([^']+)'/.exec(textOf('apps/launcher/bootstrap/node.mjs'))![1]!;

/** How long a process may take to close once it has drained. */
export const CLOSE_SECONDS = Number(/const CLOSE_MS = ([\d_]+);/.exec(textOf('libs/platform/src/http/close-on-signals.ts'))![1]!.replaceAll('_', '')) / 1_000;

/** The sources of built programs. */
export const programsOf = (built: readonly string[]): string[] => built.map((file) => file.replace(/^dist\//, '').replace(/\.js$/, '.ts'));

/** What has a bulkhead of its own because it brings money in, by the first part of its address. */
export const buyingSegments = (): string[] =>
  [...bulkheadsOf({ SHED_BROWSING_MS: 1, SHED_BUYING_MS: 1, SHED_ABOVE: 1 }).find(({ name }) => name === 'checkouts')!.of!].toSorted();

/** An image by a version that does not move as others are published. */
export const isPinned = (image: string): boolean => /:v?\d+\.\d+[\w.-]*$/.test(image);

/** The variables of a file for `docker compose --env-file`. */
export const envFile = (path: string): Record<string, string> =>
  Object.fromEntries(textOf(path).split('\n').filter((line) => /^\w+=/.test(line)).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));

/** What Compose makes of a value. @throws Error where it insists on one */
export function filledIn(value: string, variables: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name: string, what: string, otherwise: string) => {
    const given = variables[name];
    if (!given && what === '?') throw new Error(`${name} ${otherwise}`);
    return given || otherwise;
  });
}

export const seconds = (duration: string): number => {
  const [, number, unit] = /^(\d+)(ms|s|m)?$/.exec(duration) ?? [];
  return Number(number) * { ms: 0.001, s: 1, m: 60 }[unit ?? 's']!;
};
