import { deepStrictEqual } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { hasOrder, type Timed } from '../orders.js';
import type { Answer, Model, Modeled, Subject } from './model.js';

export interface Budget {
  readonly seed: number;
  readonly runs: number;
  /** Most commands of a run. */
  readonly commands: number;
  /** Where a failure was, as {@link Trial.again} told: only that is tried. */
  readonly again?: string;
}

export interface Trial {
  readonly runs: number;
  /** Commands that were compared. */
  readonly steps: number;
  readonly failure?: { readonly what: string; readonly again: string };
}

/** One command, as fast-check runs, shrinks and prints it. */
class Step<State, Command> implements fc.AsyncCommand<{ state: State }, Subject<Command>> {
  constructor(
    private readonly model: Model<State, Command>,
    private readonly command: Command,
    private readonly counted: { steps: number },
  ) {}

  check(): boolean {
    return true;
  }

  async run(at: { state: State }, subject: Subject<Command>): Promise<void> {
    const { state, answer } = this.model.step(at.state, this.command, 0);
    deepStrictEqual(await subject.ask(this.command, 0), answer);
    at.state = state;
    this.counted.steps++;
  }

  toString(): string {
    return JSON.stringify(this.command);
  }
}

/** One client: each command is answered as the model says. */
export async function oneClient<State, Command>({ model, open }: Modeled<State, Command>, budget: Budget): Promise<Trial> {
  const counted = { steps: 0 };
  const [path, replayPath] = budget.again?.split('@') ?? [];
  const histories = fc.commands([model.commands.map((command) => new Step(model, command, counted))], { maxCommands: budget.commands, size: 'max', replayPath });
  const property = fc.asyncProperty(histories, async (commands) => {
    const subject = await open();
    await fc.asyncModelRun(() => ({ model: { state: model.start }, real: subject }), commands);
  });
  const details = await fc.check(property, { seed: budget.seed, numRuns: budget.runs, path });
  const replayed = /replayPath="([^"]*)"/.exec(String(details.counterexample?.[0]))?.[1];
  return { runs: details.numRuns, steps: counted.steps, ...failureIn(details, `${details.counterexamplePath}@${replayed ?? ''}`) };
}

interface Asked<Command> extends Timed {
  readonly command: Command;
  readonly client: number;
  readonly answer: Answer;
}

/** Several clients at once: what they are answered, and what is read afterwards, is what the model says for some order of their commands. */
export async function severalClients<State, Command>({ model, open }: Modeled<State, Command>, last: readonly Command[], budget: Budget): Promise<Trial> {
  let steps = 0;
  const clients = fc.array(fc.array(model.concurrent, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 3 });
  const property = fc.asyncProperty(clients, async (histories) => {
    const subject = await open();
    const asked = (await Promise.all(histories.map((commands, client) => askAll(subject, commands, client)))).flat();
    asked.push(...(await askAll(subject, last, 0)));
    steps += asked.length;
    const step = (state: State, { command, client, answer }: Asked<Command>): State | undefined => {
      const expected = model.step(state, command, client);
      return isDeepStrictEqual(expected.answer, answer) ? expected.state : undefined;
    };
    if (!hasOrder(asked, model.start, step)) throw new Error(`No order of these explains their answers:\n${asked.map(written).join('\n')}`);
  });
  const details = await fc.check(property, { seed: budget.seed, numRuns: budget.runs, path: budget.again });
  return { runs: details.numRuns, steps, ...failureIn(details, `${details.counterexamplePath}`) };
}

async function askAll<Command>(subject: Subject<Command>, commands: readonly Command[], client: number): Promise<Asked<Command>[]> {
  const asked: Asked<Command>[] = [];
  for (const command of commands) {
    const from = performance.now();
    const answer = await subject.ask(command, client);
    asked.push({ command, client, answer, from, until: performance.now() });
  }
  return asked;
}

const written = <Command>({ client, command, answer, from, until }: Asked<Command>): string =>
  `  client ${client}, ${from.toFixed(1)} to ${until?.toFixed(1)} ms: ${JSON.stringify(command)} → ${JSON.stringify(answer)}`;

function failureIn<T>(details: fc.RunDetails<T>, again: string): Pick<Trial, 'failure'> {
  if (!details.failed) return {};
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  return { failure: { what: `${fc.defaultReportMessage(details)}\n${cause}`, again } };
}
