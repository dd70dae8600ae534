import { Command } from 'commander';
import { readEnv, type SettingName, type Settings } from '@holdfast/config';
import type { Screen } from './screen.js';

/** The command line, or a value on it, was not understood; the message says what would be. */
export class UsageError extends Error {}

/** What was to be done did not come about, for a reason that is told in one sentence. */
export class Failure extends Error {}

/** 0: fine. 1: what was looked for is wrong, or what was to be done failed. 2: wrong usage or configuration. */
export type ExitCode = 0 | 1 | 2;

/** What a command runs in. */
export interface CommandContext {
  readonly screen: Screen;
  /** That of the process, unless another is given. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Ends what would go on for ever, as an interrupt does. */
  readonly stopped?: AbortSignal | undefined;
  /** How it ended. */
  end(code: ExitCode): void;
}

/** A command with what all have: examples under its help, and --json where it has results. */
export interface Described {
  readonly name: string;
  readonly about: string;
  /** Each a line as it is typed, with what it does after `#`. */
  readonly examples: readonly string[];
  readonly hasJson?: boolean;
}

export function described({ name, about, examples, hasJson = true }: Described): Command {
  const command = new Command(name).description(about);
  if (hasJson) command.option('--json', 'print the result as JSON, for machines');
  return command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  $ holdfast ${line}`).join('\n')}`);
}

/** The named settings. @throws EnvironmentError */
export const settingsOf = <K extends SettingName>(context: CommandContext, ...names: K[]): Pick<Settings, K> => readEnv(names, context.environment);

export const databaseUrlOf = (context: CommandContext): string => settingsOf(context, 'DATABASE_URL').DATABASE_URL;

/** The one JSON document that a machine reads. */
export const json = (value: unknown): string => JSON.stringify(value, undefined, 2);
