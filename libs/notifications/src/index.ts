export * from './adapters/persistence/migrations/0001-notifications.js';
export * from './adapters/persistence/migrations/0002-registration-mails.js';
export * from './notifications.module.js';
