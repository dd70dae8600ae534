import type { Command } from 'commander';
import { EnvironmentError } from '@holdfast/config';
import { type CommandContext, described, json, settingsOf } from '../command-context.js';
import { examine } from '../doctor/examination.js';
import { type Finding, line, type State } from '../doctor/finding.js';
import { withProgress } from '../progress.js';
import { whole } from '../values.js';

interface Options {
  readonly production?: boolean;
  readonly apis: number;
  readonly workers: number;
  readonly json?: boolean;
}

/** Looks at configuration, versions, durability, clocks, capacity, queues and invariants. */
export const doctorCommand = (context: CommandContext): Command =>
  described({
    name: 'doctor',
    about: 'look at configuration, versions, durability, clocks, connections, queues and invariants, and tell what to do; ends with 1 on any ✗. Changes nothing',
    examples: ['doctor', 'doctor --production --apis 4 --workers 2  # before real customers come', 'doctor --json'],
  })
    .option('--production', 'settings that are dangerous in production are faults')
    .option('--apis <number>', 'API processes that are to run', whole, 1)
    .option('--workers <number>', 'worker processes that are to run', whole, 1)
    .action(async ({ production = false, apis, workers, json: asJson }: Options) => {
      const { screen, environment } = context;
      const findings = await withProgress(screen, (show) =>
        examine({ environment, databaseUrl: databaseUrlIn(context), isProduction: production, apis, workers, progress: (what) => show(`Looking at ${what}…`) }));
      screen.say(asJson ? json({ ok: count(findings, 'fault') === 0, findings }) : [...findings.map(line), sum(findings)].join('\n'));
      context.end(count(findings, 'fault') > 0 ? 1 : 0);
    });

const count = (findings: readonly Finding[], state: State): number => findings.filter((one) => one.state === state).length;

const sum = (findings: readonly Finding[]): string =>
  `${findings.length} checks: ${count(findings, 'ok')} ✓, ${count(findings, 'warning')} !, ${count(findings, 'fault')} ✗`;

/** As far as the doctor gets without the other settings. */
function databaseUrlIn(context: CommandContext): string | undefined {
  try {
    return settingsOf(context, 'DATABASE_URL').DATABASE_URL;
  } catch (error) {
    if (error instanceof EnvironmentError) return undefined;
    throw error;
  }
}
