import type { ExitCode } from './command-context.js';
import { holdfast } from './program.js';

export interface Outcome {
  readonly status: ExitCode;
  /** Lines of standard output. */
  readonly said: readonly string[];
  /** Lines of standard error. */
  readonly warned: readonly string[];
  /** Lines that took each other's place. */
  readonly shown: readonly string[];
  /** Standard output as the JSON that it is. */
  json(): any;
}

/** The command line in an environment of its own. `onWarning` hears that something was told on standard error. */
export const cli = (environment: Readonly<Record<string, string | undefined>>, stopped?: AbortSignal, onWarning: () => void = () => undefined) =>
  async (...args: readonly string[]): Promise<Outcome> => {
    const [said, warned, shown]: [string[], string[], string[]] = [[], [], []];
    const screen = { say: (line: string) => void said.push(line), warn: (line: string) => {
      warned.push(line);
      onWarning();
    }, show: (line: string) => void shown.push(line) };
    const status = await holdfast({ args, screen, environment, stopped });
    return { status, said, warned, shown, json: () => JSON.parse(said.join('\n')) };
  };
