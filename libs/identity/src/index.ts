export * from './adapters/persistence/migrations/0001-identity.js';
export * from './adapters/persistence/migrations/0002-accounts.js';
export * from './adapters/persistence/migrations/0003-account-care.js';
export * from './adapters/persistence/migrations/0004-staff.js';
export * from './account-letters.js';
export * from './identity.js';
export * from './identity.module.js';
export { IDENTITY_RECORDS } from './adapters/persistence/records.js';
