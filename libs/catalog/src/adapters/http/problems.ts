import { problem } from '@holdfast/kernel';

export class PreconditionRequired extends problem({
  code: 'precondition-required',
  kind: 'precondition-required',
  title: 'This change needs If-Match',
  about: 'Prices are replaced as a whole. Send the ETag of what you read in `If-Match`, so that nobody overwrites what they have not seen.',
}) {
  constructor() {
    super('Send the ETag that you read in an If-Match header.');
  }
}
