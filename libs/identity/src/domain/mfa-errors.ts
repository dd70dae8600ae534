import { problem } from '@holdfast/kernel';

export class InvalidMfaCode extends problem({
  code: 'invalid-mfa-code',
  kind: 'refused',
  title: 'The code is not right',
  about: 'A code counts for half a minute or a little more, and once. Wait for the next one, and check the clock of the device. A recovery code counts once as well.',
}) {
  constructor() {
    super('The code is wrong, too old, or was used already. Wait for the next one.');
  }
}

export class MfaCodeMissing extends problem({
  code: 'mfa-code-missing',
  kind: 'refused',
  title: 'A code of your second factor is needed as well',
}) {
  constructor() {
    super('Send `code` from your authenticator, or `recovery_code`; exactly one of them.');
  }
}

export class ChallengeOver extends problem({
  code: 'mfa-challenge-over',
  kind: 'unauthenticated',
  title: 'This half of a login does not count any more',
  about: 'It is unknown, was used, is older than five minutes, or had five wrong codes. Log in again.',
}) {
  constructor() {
    super('The challenge is unknown, was used, is too old, or had too many wrong codes. Log in again.');
  }
}

export class FactorNotFound extends problem({ code: 'mfa-factor-not-found', kind: 'not-found', title: 'There is no such second factor' }) {
  constructor() {
    super('You have no second factor with this id, or it is confirmed already.');
  }
}

export class TooManyFactors extends problem({ code: 'too-many-mfa-factors', kind: 'conflict', title: 'You have as many second factors as there may be' }) {
  constructor(max: number) {
    super(`You have ${max} second factors. Remove one first.`, { max });
  }
}
