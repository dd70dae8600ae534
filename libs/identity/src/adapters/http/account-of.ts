import type { AccountOf } from '@holdfast/platform';
import { normalizedEmail } from '../../domain/email-address.js';

/** For limits: the account that the e-mail address in the body would belong to, whether it exists or not. */
export const accountInBody: AccountOf = ({ body }) => {
  const email = (body as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' ? normalizedEmail(email) : undefined;
};

/** For limits: whoever is logged in. */
export const ownAccount: AccountOf = ({ principal }) => principal?.id;
