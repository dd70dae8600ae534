export * from './adapters/persistence/migrations/0001-identity.js';
export { IDENTITY_RECORDS } from './adapters/persistence/records.js';
export * from './identity.js';
export * from './identity.module.js';
