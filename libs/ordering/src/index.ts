export { ORDERING_INVARIANTS } from './adapters/persistence/invariants.js';
export * from './adapters/persistence/migrations/0001-ordering.js';
export * from './adapters/persistence/migrations/0002-customers.js';
export * from './adapters/persistence/migrations/0003-privacy.js';
export * from './adapters/persistence/migrations/0004-split-tender.js';
export { ORDERING_HOLDINGS } from './adapters/persistence/personal-data.js';
export { ORDER_PLACED } from './domain/order.js';
export * from './ordering.module.js';
export * from './orders.js';
