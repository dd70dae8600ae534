import { problem } from '@holdfast/kernel';

export class AccountNotFound extends problem({
  code: 'ledger-account-not-found',
  kind: 'not-found',
  title: 'There is no such account in the ledger',
  about: 'Accounts come into being with their first transfer. `GET /v1/admin/ledger/accounts` lists them.',
}) {
  constructor() {
    super('Nothing was ever booked on an account of this name.');
  }
}

export class JournalNotFound extends problem({
  code: 'journal-not-found',
  kind: 'not-found',
  title: 'There is no such journal',
}) {
  constructor() {
    super('There is no journal with this id.');
  }
}

export class JournalReversed extends problem({
  code: 'journal-reversed',
  kind: 'conflict',
  title: 'This journal is reversed already, or is itself a reversal',
  about: 'A journal is reversed once. What a reversal undid by mistake is booked anew by whatever booked it first, or by a correction.',
}) {
  constructor() {
    super('A journal is reversed once, and a reversal never.');
  }
}

export class BooksWouldNotHold extends problem({
  code: 'ledger-floor',
  kind: 'refused',
  title: 'An account of an order would fall below zero',
  about: 'More would be given back than was captured. Look at the journals of the order: something was given back already.',
}) {
  constructor() {
    super('The account of the order does not hold as much.');
  }
}
