export { INVENTORY_INVARIANTS } from './adapters/persistence/invariants.js';
export * from './adapters/persistence/migrations/0001-inventory.js';
export * from './adapters/persistence/migrations/0002-refuse-overselling.js';
export * from './adapters/persistence/migrations/0003-privacy.js';
export * from './adapters/persistence/migrations/0004-growth.js';
export { INVENTORY_RECORDS } from './adapters/persistence/records.js';
export { UnknownVariant } from './domain/errors.js';
export * from './inventory.js';
export * from './inventory.module.js';
