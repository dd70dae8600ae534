import type { Dispute } from './dispute.js';
import type { KnownOperation } from './observed.js';
import type { PaymentId } from './operation.js';
import type { CaptureOrRefund } from './refund-split.js';

/** What is written about payments, beside their amounts: for comparing it with what gateways have. */
export abstract class PaymentBooks {
  /** All operations of a payment. The caller holds its lock. */
  abstract operationsOf(paymentId: PaymentId): Promise<KnownOperation[]>;

  /** Captures, and refunds that did not fail, of each payment, oldest first. The caller holds their locks. */
  abstract capturesAndRefunds(paymentIds: readonly PaymentId[]): Promise<Map<PaymentId, CaptureOrRefund[]>>;

  /** All disputes of a payment. The caller holds its lock. */
  abstract disputesOf(paymentId: PaymentId): Promise<Dispute[]>;

  /** Writes disputes that are new or changed. */
  abstract saveDisputes(paymentId: PaymentId, disputes: readonly Dispute[]): Promise<void>;
}
