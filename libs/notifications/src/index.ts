export * from './adapters/persistence/migrations/0001-notifications.js';
export * from './notifications.module.js';
