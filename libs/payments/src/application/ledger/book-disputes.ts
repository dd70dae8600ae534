import { type DisputeChange, DisputeListener } from '../../disputes.js';
import { Journals } from '../../domain/ledger/journals.js';
import { disputeOpened, disputeWon } from '../../domain/ledger/postings.js';

/** Books disputes: money leaves with the first word of one and comes back where it is won. One that is lost moves nothing more. */
export class BookDisputes extends DisputeListener {
  constructor(private readonly journals: Journals) {
    super();
  }

  disputesChanged(changes: readonly DisputeChange[]): Promise<void> {
    return this.journals.post(
      changes.flatMap(({ disputeId: id, change, ...money }) => (change === 'lost' ? [] : [(change === 'opened' ? disputeOpened : disputeWon)({ id, ...money })])),
    );
  }
}
