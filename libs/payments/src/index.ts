export { PAYMENTS_INVARIANTS } from './adapters/persistence/invariants.js';
export * from './adapters/persistence/migrations/0001-payments.js';
export { PaymentListeners } from './application/payment-listeners.js';
export { PaymentInProgress, UnknownGateway } from './domain/errors.js';
export type { NextAction } from './domain/gateway-result.js';
export { inFlight, type OperationId, type OperationState, type PaymentId } from './domain/operation.js';
export type { CaptureMode, PaymentStatus } from './domain/payment.js';
export * from './payments.js';
export * from './payments.module.js';
