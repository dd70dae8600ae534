export * from './adapters/persistence/migrations/0001-notifications.js';
export * from './adapters/persistence/migrations/0002-registration-mails.js';
export * from './adapters/persistence/migrations/0003-account-mails.js';
export * from './adapters/persistence/migrations/0004-staff-mails.js';
export * from './adapters/persistence/migrations/0005-privacy.js';
export * from './adapters/persistence/migrations/0006-traces.js';
export { NOTIFICATIONS_HOLDINGS } from './adapters/persistence/personal-data.js';
export * from './notifications.module.js';
