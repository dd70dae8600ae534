import { IDENTITY_HOLDINGS } from '@holdfast/identity';
import { NOTIFICATIONS_HOLDINGS } from '@holdfast/notifications';
import { ORDERING_HOLDINGS } from '@holdfast/ordering';
import { PAYMENTS_HOLDINGS, SAVED_METHODS_HOLDINGS } from '@holdfast/payments';
import { type Holding, PLATFORM_HOLDINGS } from '@holdfast/platform';

/** Every table that says something about people, and how it ends. Whoever adds a holder is held to this list by a test. */
export const HOLDINGS: readonly Holding[] = [
  ...IDENTITY_HOLDINGS, ...ORDERING_HOLDINGS, ...PAYMENTS_HOLDINGS, ...SAVED_METHODS_HOLDINGS, ...NOTIFICATIONS_HOLDINGS, ...PLATFORM_HOLDINGS,
];
