import { BrokenCircuitError, bulkhead, BulkheadRejectedError, circuitBreaker, CircuitState, CountBreaker, ExponentialBackoff, handleAll, noop, wrap } from 'cockatiel';
import { elsewhere, traced } from '@holdfast/platform';
import type { GatewayCapabilities } from '../../domain/gateway-capabilities.js';
import type { BalanceAnswer } from '../../domain/balance/gateway-balance.js';
import type { GatewayResult } from '../../domain/gateway-result.js';
import type { GatewayObservation } from '../../domain/gateway-observation.js';
import type { MethodVault, NotSent, Uncertain } from '../../domain/method-vault.js';
import { type CircuitName, type GatewayCall, type GatewayCondition, PaymentGateway } from '../../domain/payment-gateway.js';
import type { CallName, CallObserver } from './gateway-metrics.js';
import { type CallGuard, GuardedMethodVault } from './guarded-method-vault.js';

export interface GuardSettings {
  /** Calls that may be open at one gateway at once. */
  readonly concurrency: number;
  /** Of that many latest calls half without a certain outcome break the circuit; 0 never does. */
  readonly breakerCalls: number;
  /** The first pause of a broken circuit in milliseconds; it doubles up to 30 s while probes fail. */
  readonly pauseMs?: number;
}

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
const CIRCUITS: Readonly<Record<CircuitState, CircuitName>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** A decline is an answer; without a certain outcome the gateway is in trouble. */
const troubled = (result: unknown): boolean => ['unknown', 'not_sent'].includes((result as GatewayResult | undefined)?.outcome ?? '');

/**
 * Any gateway, kept from taking the shop with it when it is slow or down: a bulkhead bounds the calls that wait for it, and a
 * circuit breaker stops sending while most calls stay without a certain outcome. What is turned away here was surely never sent.
 * Questions about operations move nothing and come at the resolver's pace: they pass the breaker, and only the bulkhead bounds them. Those about all
 * that a gateway has come in numbers: they are held back, and counted, as any other call.
 */
export class GuardedPaymentGateway extends PaymentGateway {
  readonly #room;
  readonly #breaker;
  readonly #guard;
  readonly #calls: CallGuard;
  readonly vault: MethodVault | null;

  constructor(
    private readonly gateway: PaymentGateway,
    private readonly settings: GuardSettings,
    changed: (condition: GatewayCondition) => void = () => undefined,
    private readonly observed: CallObserver = () => undefined,
  ) {
    super();
    const { concurrency, breakerCalls, pauseMs = FIRST_PAUSE_MS } = settings;
    this.#room = bulkhead(concurrency, 0);
    this.#breaker =
      breakerCalls === 0
        ? undefined
        : circuitBreaker(handleAll.orWhenResult(troubled), {
            breaker: new CountBreaker({ threshold: 0.5, size: breakerCalls }),
            halfOpenAfter: new ExponentialBackoff({ initialDelay: pauseMs, maxDelay: Math.max(pauseMs, LONGEST_PAUSE_MS) }),
          });
    this.#breaker?.onStateChange(() => changed(this.condition));
    this.#guard = wrap(this.#room, this.#breaker ?? noop);
    this.#calls = {
      send: (name, work) => this.#timed(name, () => this.#send(work)),
      ask: (name, question) => this.#timed(name, () => this.#ask(question)),
      watch: (name, question) => this.#timed(name, () => this.#watch(question)),
    };
    this.vault = gateway.vault && new GuardedMethodVault(gateway.vault, this.#calls);
  }

  get name(): string {
    return this.gateway.name;
  }

  get inProcess(): boolean {
    return this.gateway.inProcess;
  }

  get capabilities(): GatewayCapabilities {
    return this.gateway.capabilities;
  }

  get keepsKeysSeconds(): number {
    return this.gateway.keepsKeysSeconds;
  }

  get condition(): GatewayCondition {
    const circuit = CIRCUITS[this.#breaker?.state ?? CircuitState.Closed];
    return { gateway: this.name, circuit, openCalls: this.settings.concurrency - this.#room.executionSlots };
  }

  execute(call: GatewayCall): Promise<GatewayResult> {
    return this.#calls.send(call.kind, () => this.gateway.execute(call));
  }

  find(call: GatewayCall): Promise<GatewayResult> {
    return this.#calls.ask('find', () => this.gateway.find(call));
  }

  abandon(call: GatewayCall): Promise<GatewayResult> {
    return this.#calls.ask('abandon', () => this.gateway.abandon(call));
  }

  observe(reference: string): Promise<GatewayObservation | undefined> {
    return this.#calls.watch('observe', () => this.gateway.observe(reference));
  }

  balance(): Promise<BalanceAnswer> {
    return this.#calls.ask('balance', () => this.gateway.balance());
  }

  /** Every call is seen, with its time, also one that is turned away. */
  async #timed<T>(name: CallName, call: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    let outcome = 'error';
    try {
      const answer = await traced(`${this.name} ${name}`, { kind: 'client', attributes: { 'holdfast.gateway': this.name, 'holdfast.gateway.call': name } }, call);
      outcome = (answer as { outcome?: string } | undefined)?.outcome ?? 'answered';
      return answer;
    } finally {
      this.observed(this.name, name, outcome, (performance.now() - begun) / 1_000);
    }
  }

  async #watch<T>(work: () => Promise<T>): Promise<T> {
    if (this.#breaker?.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    return this.#guard.execute(() => elsewhere(work));
  }

  async #send<T>(work: () => Promise<T>): Promise<T | NotSent> {
    // One probe is enough: the library would let the others wait for it.
    if (this.#breaker?.state === CircuitState.HalfOpen) return { outcome: 'not_sent', code: 'gateway-circuit-open' };
    try {
      return await this.#guard.execute(() => elsewhere(work));
    } catch (error) {
      if (error instanceof BrokenCircuitError) return { outcome: 'not_sent', code: 'gateway-circuit-open' };
      if (error instanceof BulkheadRejectedError) return { outcome: 'not_sent', code: 'gateway-overloaded' };
      throw error;
    }
  }

  async #ask<T>(question: () => Promise<T>): Promise<T | Uncertain> {
    try {
      return await this.#room.execute(() => elsewhere(question));
    } catch (error) {
      if (error instanceof BulkheadRejectedError) return { outcome: 'unknown', code: 'cannot-ask' };
      throw error;
    }
  }
}
