import type { Process } from './stage.js';

/** What goes wrong at a failpoint. */
export const FAULTS = ['kill', 'throw', 'stall', 'cut-socket', 'lost-commit'] as const;
export type Fault = (typeof FAULTS)[number];

/** The nth time that a process comes to a failpoint. */
export interface Point {
  readonly scenario: string;
  readonly process: Process;
  readonly at: FailpointName;
  readonly nth: number;
}

export interface Case extends Point {
  readonly fault: Fault;
}

/** `card/api/checkout.after-tx1#1/kill` */
export const nameOf = ({ scenario, process, at, nth, fault }: Case): string => `${scenario}/${process}/${at}#${nth}/${fault}`;

/** The case of a name. @throws Error for what is none */
export function caseOf(name: string): Case {
  const [, scenario, process, at, nth, fault] = /^([^/]+)\/(api|worker)\/([a-z0-9.-]+)#(\d+)\/([a-z-]+)$/.exec(name) ?? [];
  const known = FAULTS.find((each) => each === fault);
  if (!known) throw new Error(`"${name}" is no case; one is card/api/checkout.after-tx1#1/kill`);
  return { scenario: scenario!, process: process as Process, at: at as FailpointName, nth: Number(nth), fault: known };
}
