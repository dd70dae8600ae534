import { problem } from './domain-error.js';

/** Not there, or not the caller's: nobody can tell which. */
export class NotFound extends problem({
  code: 'not-found',
  kind: 'not-found',
  title: 'There is nothing here',
  about: 'It does not exist, or it is not yours: the answer is the same.',
}) {
  constructor() {
    super('There is nothing under this address, or it is not yours to see.');
  }
}
