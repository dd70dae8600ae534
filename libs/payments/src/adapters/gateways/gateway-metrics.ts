import { type Durations, Metrics } from '@holdfast/kernel';
import type { GatewayCondition } from '../../domain/payment-gateway.js';

/** What was asked of a gateway: an operation by its kind, or a question. A closed set. */
export type CallName =
  | 'authorize' | 'capture' | 'void' | 'refund' | 'find' | 'abandon' | 'observe' | 'balance'
  | 'enroll' | 'set-up' | 'find-setup' | 'abandon-setup' | 'observe-method' | 'detach';

/** Hears of each call to a gateway how it ended: with an outcome of its answer, or `error`. */
export type CallObserver = (gateway: string, operation: CallName, outcome: string, seconds: number) => void;

/** Calls to gateways by outcome, those that were turned away before they left included, and how each gateway is seen from here. */
export class GatewayMetrics {
  readonly #durations: Durations;

  constructor(private readonly metrics: Metrics) {
    this.#durations = metrics.durations({
      name: 'holdfast_gateway_call_duration_seconds',
      help: 'Calls to payment gateways, by what was asked and how it ended. `not_sent` surely never arrived; `unknown` may have.',
      labels: ['gateway', 'operation', 'outcome'],
    });
  }

  readonly observe: CallObserver = (gateway, operation, outcome, seconds) => this.#durations.observe(seconds, { gateway, operation, outcome });

  watch(conditions: () => readonly GatewayCondition[]): void {
    this.metrics.gauge({ name: 'holdfast_gateway_open_calls', help: 'Calls that wait for an answer of the gateway.', labels: ['gateway'] }, () =>
      conditions().map(({ gateway, openCalls }) => ({ value: openCalls, labels: { gateway } })),
    );
    this.metrics.gauge({ name: 'holdfast_gateway_circuit_open', help: 'Whether nothing, or one call to try, is sent there for a while.', labels: ['gateway'] }, () =>
      conditions().map(({ gateway, circuit }) => ({ value: circuit === 'closed' ? 0 : 1, labels: { gateway } })),
    );
  }
}
