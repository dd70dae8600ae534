import type { AccountOf } from '@holdfast/platform';
import { normalizedEmail } from '../../domain/email-address.js';

/** For limits: the account that the e-mail address in the body would belong to, whether it exists or not. One address may be two accounts. */
export const accountInBody: AccountOf = ({ body }) => {
  const { email, as } = (body ?? {}) as { email?: unknown; as?: unknown };
  if (typeof email !== 'string') return undefined;
  return as === 'staff' ? `staff:${normalizedEmail(email)}` : normalizedEmail(email);
};

/** For limits: whoever is logged in. */
export const ownAccount: AccountOf = ({ principal }) => principal?.id;
