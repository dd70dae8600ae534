export { PAYMENTS_INVARIANTS } from './adapters/persistence/invariants.js';
export * from './adapters/persistence/migrations/0001-payments.js';
export * from './adapters/persistence/migrations/0002-privacy.js';
<<<<<<< HEAD
export * from './adapters/persistence/migrations/0003-operations.js';
=======
export * from './adapters/persistence/migrations/0005-ledger.js';
>>>>>>> ef3172f (Every captured and refunded cent is booked in double entry, in the transaction that moves it)
export { PAYMENTS_HOLDINGS } from './adapters/persistence/personal-data.js';
export { DisputeListeners } from './application/dispute-listeners.js';
export { PaymentListeners } from './application/payment-listeners.js';
export { PaymentInProgress, UnknownGateway } from './domain/errors.js';
export type { OrderParts, OrderSold } from './domain/ledger/order-books.js';
export type { NextAction } from './domain/gateway-result.js';
export { inFlight, type OperationId, type OperationState, type PaymentAction, type PaymentId } from './domain/operation.js';
export type { CaptureMode, PaymentStatus } from './domain/payment.js';
export { PartNotPossible, PaymentActionNotAllowed, PaymentAmountBeyondBounds, PaymentCurrencyMismatch } from './domain/operation-errors.js';
export * from './payment-records.js';
export * from './disputes.js';
export * from './payments.js';
export * from './payments.module.js';
