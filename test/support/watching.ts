import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './checkout.js';

export interface Rule {
  readonly alert?: string | undefined;
  readonly record?: string | undefined;
  readonly expr: string;
  readonly runbook?: string | undefined;
}

export const PROMETHEUS = join(ROOT, 'deploy/prometheus');

const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');
const quoted = (text: string): string => text.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'");

/** The rules of deploy/prometheus/alerts.yml, of which each key stands on a line of its own. */
export function rules(): Rule[] {
  const blocks = read('deploy/prometheus/alerts.yml').split(/^ {6}- (?=alert:|record:)/m).slice(1);
  return blocks.map((block) => {
    const of = (key: string): string | undefined => new RegExp(`^\\s*${key}: (.+)$`, 'm').exec(block)?.[1];
    return { alert: of('alert'), record: of('record'), expr: quoted(of('expr')!), runbook: of('runbook_url') };
  });
}

/** What the panels of the dashboard ask for. */
export function dashboardExpressions(): string[] {
  const { panels } = JSON.parse(read('deploy/grafana/dashboard.json')) as { panels: { targets?: { expr: string }[] }[] };
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '1m')));
}

/** Sections of the runbooks, as addresses name them. */
export const runbookSections = (): string[] => [...read('docs/runbooks.md').matchAll(/^## (\S+)$/gm)].map(([, title]) => title!.toLowerCase());

const WORDS = new Set(['and', 'or', 'unless', 'by', 'on', 'ignoring', 'without', 'group_left', 'group_right', 'bool', 'offset']);

/** The metrics that a PromQL expression names. */
export function metricsIn(expr: string): string[] {
  const bare = expr.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\b(?:by|on|ignoring|without) ?\([^)]*\)|"[^"]*"/g, ' ');
  return [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w)(?! *\()/g)].map(([name]) => name).filter((name) => !WORDS.has(name));
}

/** The values of a label that an expression asks for, one by one: `type="a"`, `type=~"x-(a|b)"` where they are listed in full. */
export function valuesIn(expr: string, label: string): string[] {
  return [...expr.matchAll(new RegExp(`\\b${label}=(~?)"([^"]*)"`, 'g'))].flatMap(([, isPattern, text]) => {
    const [, before = '', choices, after = ''] = /^(.*)\((.*)\)(.*)$/.exec(text!) ?? [];
    if (!isPattern) return [text!];
    return choices === undefined ? text!.split('|') : choices.split('|').map((choice) => `${before}${choice}${after}`);
  });
}
