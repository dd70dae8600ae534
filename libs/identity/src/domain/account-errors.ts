import { problem } from '@holdfast/kernel';

export class WrongPassword extends problem({
  code: 'wrong-password',
  kind: 'refused',
  title: 'That is not your password',
  about: 'You are still logged in. Send the password of the account as it is now, or ask for a new one.',
}) {
  constructor() {
    super('The password is not that of your account. Check it, or ask for a new one.');
  }
}
