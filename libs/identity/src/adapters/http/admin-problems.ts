import { Forbidden, IdempotencyKeyInvalid, IdempotencyKeyReused, PreconditionFailed, ReauthenticationRequired, RequestInProgress, Unauthenticated } from '@holdfast/platform';

/** What reading may refuse where a scope is asked for. */
export const ADMIN = [Unauthenticated, Forbidden];

/** What changing rights may refuse besides: it is dangerous. */
export const DANGEROUS = [...ADMIN, ReauthenticationRequired];

/** What a POST with an Idempotency-Key may refuse besides. */
export const KEYED = [IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress];

export const VERSIONED = [PreconditionFailed];

export const TAGGED = { ETag: 'Version, for `If-Match`.' };
