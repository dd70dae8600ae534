import type { CaptureMode } from './payment.js';
import type { BalanceAnswer } from './balance/gateway-balance.js';
import type { GatewayCapabilities } from './gateway-capabilities.js';
import type { GatewayObservation } from './gateway-observation.js';
import type { GatewayResult } from './gateway-result.js';
import type { MethodVault } from './method-vault.js';
import type { OperationId, OperationKind } from './operation.js';

/** One operation as a gateway needs it. `key` is the operation's id: the same key never moves money twice. */
export interface GatewayCall {
  readonly key: OperationId;
  readonly kind: OperationKind;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly method: string;
  /** By which the gateway knows the customer who pays, where the method is one that it keeps for them. */
  readonly payer: string | null;
  readonly capture: CaptureMode;
  readonly checkoutId: `chk_${string}`;
  /** The gateway's own id of the payment, once known. */
  readonly reference: string | null;
  /** The gateway's own id of this operation, once known. */
  readonly own: string | null;
  /** Of a refund: the gateway's own id of the capture that it is of, where that is known and matters. */
  readonly refundOf?: string | null;
  readonly returnUrl: string | null;
}

/**
 * A payment gateway. No method throws for anything the gateway or the network does: the answer says what is known, and `unknown`
 * is the answer to everything that is not certain. No unit of work may be active during a call.
 */
export abstract class PaymentGateway {
  /** Name in requests and records, e.g. `stripe`. */
  abstract readonly name: string;

  /** True when nothing leaves this process: an operation then needs no `sent` state. */
  abstract readonly inProcess: boolean;

  abstract readonly capabilities: GatewayCapabilities;

  /** Where it keeps means of payment; null exactly where `capabilities.savedMethods` says no. */
  abstract readonly vault: MethodVault | null;

  /** For how long, in seconds, the same key is surely known again. */
  abstract readonly keepsKeysSeconds: number;

  /**
   * Carries the operation out. Repeating it with the same key within `keepsKeysSeconds` is safe and tells the first outcome. An authorization that
   * was `approved` is carried on by the same call with its reference.
   */
  abstract execute(call: GatewayCall): Promise<GatewayResult>;

  /** Asks what became of an operation, without moving anything. `not_sent` only when the gateway surely never saw it. */
  abstract find(call: GatewayCall): Promise<GatewayResult>;

  /**
   * Gives up an authorization for which the shopper never did what was asked, so that nobody can do it later. Answers as `find` does:
   * `declined` once it is canceled, `succeeded` when the shopper was faster.
   */
  abstract abandon(call: GatewayCall): Promise<GatewayResult>;

  /**
   * Asks for all that the gateway's books have about a payment, whoever did it. Undefined when it knows none of that name.
   * @throws when it does not answer: unlike the others it leads to no fact, so that there is nothing to say instead
   */
  abstract observe(reference: string): Promise<GatewayObservation | undefined>;

  /** What it holds for us now, or that it does not tell. */
  abstract balance(): Promise<BalanceAnswer>;
}

/** `open`: nothing is sent for a while; `half_open`: one call is let through to see how the gateway is. */
export type CircuitName = 'closed' | 'open' | 'half_open';

/** How a gateway is seen from this process. */
export interface GatewayCondition {
  readonly gateway: string;
  readonly circuit: CircuitName;
  /** Calls that wait for its answer now. */
  readonly openCalls: number;
}

/** The gateways that this shop is configured with. */
export abstract class PaymentGateways {
  abstract readonly names: readonly string[];

  /** Of those that leave this process. */
  abstract readonly conditions: readonly GatewayCondition[];

  /** @throws UnknownGateway */
  abstract get(name: string): PaymentGateway;

  /** What a gateway can do; undefined for one that is not configured any more, of which nothing can be asked. */
  capabilitiesOf(name: string): GatewayCapabilities | undefined {
    return this.names.includes(name) ? this.get(name).capabilities : undefined;
  }
}
