import type fc from 'fast-check';

/** What a command was answered, as plain data: of the shop and of its model it must be the same. */
export type Answer = Readonly<Record<string, unknown>>;

/** What a part of the shop does, as a small machine without any of its code: states and commands are plain data, and nothing is changed in place. */
export interface Model<State, Command> {
  readonly name: string;
  readonly start: State;
  /** Commands of one client after the other. */
  readonly commands: fc.Arbitrary<Command>;
  /** Commands that may come from several clients at once. */
  readonly concurrent: fc.Arbitrary<Command>;
  /** The state and the answer after a command of a client. */
  step(state: State, command: Command, client: number): { readonly state: State; readonly answer: Answer };
}

/** The shop, over HTTP, in the state in which the model starts. */
export interface Subject<Command> {
  ask(command: Command, client: number): Promise<Answer>;
}

/** A model and how to come by its subjects; one at a time, each from the start. */
export interface Modeled<State, Command> {
  readonly model: Model<State, Command>;
  open(): Promise<Subject<Command>>;
}

/** A refusal, as both sides tell it. */
export const refusal = (status: number, code: string): Answer => ({ status, code });

/** A command that means nothing in this state, and is not sent. */
export const SKIPPED: Answer = { skipped: true };
