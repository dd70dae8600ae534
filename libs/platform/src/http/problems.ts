import { problem, type Quota } from '../kernel/index.js';

/** One fault of one field: where (JSON Pointer into the body, or `?name` in the query), which rule, in words. */
export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

export class InvalidRequest extends problem({
  code: 'invalid-request',
  kind: 'invalid',
  title: 'The request is not well formed',
  about: 'Unknown fields and parameters are refused as well as wrong ones. `errors` names each with a JSON Pointer.',
}) {
  constructor(errors: readonly FieldFault[], message = 'Some fields are missing, unknown or have the wrong form.') {
    super(message, { errors });
  }
}

export class MalformedJson extends problem({
  code: 'malformed-json',
  kind: 'invalid',
  title: 'The body is not the JSON that is expected here',
}) {}

export class Unauthenticated extends problem({
  code: 'unauthenticated',
  kind: 'unauthenticated',
  title: 'A valid credential is needed',
  about: 'Send `Authorization: Bearer …` with a secret API key (`sk_…`), or with the access token of a session where customers are asked for.',
}) {
  constructor() {
    super('Send a valid credential as `Authorization: Bearer …`: a secret API key, or the access token of a session.');
  }
}

export class Forbidden extends problem({
  code: 'forbidden',
  kind: 'forbidden',
  title: 'The credential does not allow this',
}) {
  constructor(scope: string) {
    super(`This needs the scope ${scope}.`, { required_scope: scope });
  }
}

export class CustomersAlone extends problem({
  code: 'customers-only',
  kind: 'forbidden',
  title: 'Only a customer who is logged in can do this',
}) {
  constructor() {
    super('This speaks of the customer who asks. Log in as one and send the access token.');
  }
}

export class StaffAlone extends problem({
  code: 'staff-only',
  kind: 'forbidden',
  title: 'Only a member of staff who is logged in can do this',
}) {
  constructor() {
    super('This speaks of the member of staff who asks. Log in as one and send the access token.');
  }
}

export class PeopleAlone extends problem({
  code: 'people-only',
  kind: 'forbidden',
  title: 'Only somebody who is logged in can do this',
}) {
  constructor() {
    super('This speaks of the session of whoever asks, and an API key has none. Log in and send the access token.');
  }
}

export class MfaEnrollmentRequired extends problem({
  code: 'mfa-enrollment-required',
  kind: 'forbidden',
  title: 'Set up a second factor first',
  about: 'Staff of this shop needs one. Until it is set up, a session may see `/v1/staff/me` and do this: POST `/v1/staff/me/mfa-factors`, then confirm it with a code.',
}) {
  constructor() {
    super('Set up a second factor with POST /v1/staff/me/mfa-factors and confirm it with a code; then repeat this request.');
  }
}

export class MfaRequired extends problem({
  code: 'mfa-required',
  kind: 'forbidden',
  title: 'This session has not seen your second factor',
  about: 'It was opened before the factor was set up. Send your password and a code to `/v1/sessions/current/reauthentications`, or log in anew.',
}) {
  constructor() {
    super('Send your password and a code to /v1/sessions/current/reauthentications, then repeat this request.');
  }
}

export class ReauthenticationRequired extends problem({
  code: 'reauthentication-required',
  kind: 'forbidden',
  title: 'Prove again that it is you',
  about: 'What you are about to do is dangerous, and your password was last asked for too long ago. Send it to `/v1/sessions/current/reauthentications`, then repeat the request.',
}) {
  constructor(maxAgeSeconds: number) {
    super('Send your password to /v1/sessions/current/reauthentications, then repeat this request.', { max_age: maxAgeSeconds });
  }
}

export class TooManyRequests extends problem({
  code: 'too-many-requests',
  kind: 'throttled',
  title: 'Too many requests',
  about: 'Wait for as many seconds as `Retry-After` says. `RateLimit-Policy` tells what is allowed, `RateLimit` what is left of it.',
}) {
  constructor(
    retryAfterSeconds: number,
    /** The limit that is used up. */
    readonly quota?: Quota,
  ) {
    super(`Too many requests. Try again in ${retryAfterSeconds} s.`, { retry_after: retryAfterSeconds });
  }
}

export class IdempotencyKeyRequired extends problem({
  code: 'idempotency-key-required',
  kind: 'invalid',
  title: 'This request needs an Idempotency-Key',
  about: 'Money or stock moves here. Send a fresh random key (16 to 255 printable characters, a UUID for instance), and the same key again when you retry.',
}) {
  constructor() {
    super('Send a header Idempotency-Key with a fresh random value, for instance a UUID.');
  }
}

export class IdempotencyKeyInvalid extends problem({
  code: 'idempotency-key-invalid',
  kind: 'invalid',
  title: 'The Idempotency-Key is not usable',
}) {
  constructor() {
    super('An Idempotency-Key has 16 to 255 printable ASCII characters.');
  }
}

export class PreconditionFailed extends problem({
  code: 'precondition-failed',
  kind: 'precondition-failed',
  title: 'It has changed since you read it',
  about: 'Read it again, look at what changed, and repeat with the new ETag.',
}) {
  constructor(currentVersion: number) {
    super('The If-Match header names another version than the current one.', { current_version: currentVersion });
  }
}

export class Overloaded extends problem({
  code: 'overloaded',
  kind: 'unavailable',
  title: 'Too much is asked of the shop at the moment',
  about: 'More requests of this kind are under way than can be answered in time. Nothing of this one was looked at: repeat it after as many seconds as `Retry-After` says, with the same Idempotency-Key.',
}) {
  constructor(retryAfterSeconds: number) {
    super(`Nothing of the request was looked at. Repeat it in ${retryAfterSeconds} s.`, { retry_after: retryAfterSeconds });
  }
}

export class Unavailable extends problem({
  code: 'temporarily-unavailable',
  kind: 'unavailable',
  title: 'Not possible at the moment',
  about: 'A part of the shop cannot be reached. Nothing was half done: repeat with the same Idempotency-Key.',
}) {
  constructor(message = 'The shop cannot answer this at the moment. Try again shortly.') {
    super(message, { retry_after: 2 });
  }
}
