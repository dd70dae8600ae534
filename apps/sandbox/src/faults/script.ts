/** What can go wrong with one call; what each does is told at {@link withFault}. */
export const FAULTS = [
  'fail_before',
  'succeed_then_drop',
  'succeed_then_500',
  'delay',
  'hang',
  'reset',
] as const;

/** The calls a fault can be aimed at; `any` means those that change anything, so not `retrieve`. */
export const OPERATIONS = [
  'any',
  'create',
  'confirm',
  'capture',
  'cancel',
  'refund',
  'customer',
  'setup',
  'attach',
  'detach',
  'retrieve',
] as const;

export type Fault = (typeof FAULTS)[number];
export type Operation = Exclude<(typeof OPERATIONS)[number], 'any'>;

/** A fault that waits for its call. */
export interface Script {
  readonly id: number;
  readonly fault: Fault;
  readonly operation: Operation | 'any';
  /** For `delay`: how long the call waits before it is carried out, in milliseconds. */
  readonly delay_ms: number;
  /** How many calls it will still spoil. */
  readonly times: number;
  /** Metadata that the call, or the intent it is about, must carry. */
  readonly match: Readonly<Record<string, string>>;
}

/** A call, as far as scripts care. */
export interface ScriptedCall {
  readonly operation: Operation;
  /** Id of the payment intent the call is about, if it exists already. */
  readonly intent: string | undefined;
  /** Metadata among the parameters of the call. */
  readonly metadata: Readonly<Record<string, unknown>>;
}
