export { ORDERING_INVARIANTS } from './adapters/persistence/invariants.js';
export * from './adapters/persistence/migrations/0001-ordering.js';
export { ORDERING_RECORDS } from './adapters/persistence/records.js';
export { ORDER_PLACED } from './domain/order.js';
export * from './ordering.module.js';
export * from './orders.js';
