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

export class AddressNotFound extends problem({ code: 'address-not-found', kind: 'not-found', title: 'There is no such address in your book' }) {
  constructor() {
    super('You have no address with this id.');
  }
}

export class AddressBookFull extends problem({
  code: 'address-book-full',
  kind: 'conflict',
  title: 'The address book is full',
  about: 'Remove an address that is not needed any more, or replace one.',
}) {
  constructor(max: number) {
    super(`An address book holds ${max} addresses. Remove one, or replace it.`, { max_addresses: max });
  }
}

export class CustomerNotFound extends problem({ code: 'customer-not-found', kind: 'not-found', title: 'There is no such customer' }) {
  constructor() {
    super('There is no customer with this id.');
  }
}

export class CustomerErased extends problem({
  code: 'customer-erased',
  kind: 'conflict',
  title: 'The customer was erased',
  about: 'Nothing is left of the account but its id, and it does not come back.',
}) {
  constructor() {
    super('The account was erased, and does not come back.');
  }
}
