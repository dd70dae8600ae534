import { type Answered, Idempotency, IdempotencyKeyReused, type KeyedRequest, RequestInProgress, type StoredAnswer } from './idempotency.js';
import { type Id, newId, toId } from './ids.js';
import { UnitOfWork } from './unit-of-work.js';

/** Work that leaves the database midway, to ask a gateway for instance. */
export interface KeyedSteps<R> {
  /** Writes down what is going to happen, in the transaction that claims the key. What it throws leaves nothing behind, the key included. */
  begin(resource: R): Promise<unknown>;
  /** Does it; outside of any transaction. */
  carryOut(resource: R): Promise<void>;
  /** Finds out how far an earlier request came, and goes on from there; outside of any transaction. */
  resume(resource: R): Promise<void>;
  /** How it stands, in a transaction. An answer that is not final is given to this request and not kept. */
  outcome(resource: R): Promise<StoredAnswer & { readonly final: boolean }>;
}

/**
 * Carries out once what is asked for with an Idempotency-Key. A repeat gets the same answer once it is final; until then it finds out and never
 * begins anew, also when the process that began it has died.
 */
export class KeyedWork {
  constructor(
    private readonly work: UnitOfWork,
    private readonly idempotency: Idempotency,
  ) {}

  /** @throws IdempotencyKeyReused RequestInProgress, and whatever `begin` throws */
  async run<P extends string>(asked: KeyedRequest, prefix: P, steps: KeyedSteps<Id<P>>): Promise<Answered> {
    const fresh = newId(prefix);
    const seen = await this.work.run(async () => {
      const [claim] = await this.idempotency.claim([{ ...asked, resource: fresh }]);
      if (claim?.kind === 'new') await steps.begin(fresh);
      if (FAILPOINTS && claim?.kind === 'new') await failpoint('action.in-tx1');
      return claim ?? { kind: 'running' as const };
    });
    switch (seen.kind) {
      case 'done':
        return { answer: seen.answer, replayed: true };
      case 'reused':
        throw new IdempotencyKeyReused();
      case 'running':
        throw new RequestInProgress();
      case 'new':
        if (FAILPOINTS) await failpoint('action.after-tx1');
        await steps.carryOut(fresh);
        return this.#answer(asked, () => steps.outcome(fresh));
      case 'resume': {
        const resource = toId(prefix, seen.resource);
        await steps.resume(resource);
        return this.#answer(asked, () => steps.outcome(resource));
      }
    }
  }

  async #answer(asked: KeyedRequest, outcome: () => Promise<StoredAnswer & { readonly final: boolean }>): Promise<Answered> {
    const answered = await this.work.run(async () => {
      // Somebody may have resumed it meanwhile and answered.
      const [claim] = await this.idempotency.claim([asked]);
      if (claim?.kind === 'done') return { answer: claim.answer, replayed: true };
      const { final, ...answer } = await outcome();
      if (final) this.idempotency.finish([{ ...asked, ...answer }]);
      else await this.idempotency.yield(asked);
      if (FAILPOINTS) await failpoint('action.in-answer');
      return { answer, replayed: false };
    });
    if (FAILPOINTS) await failpoint('action.before-answer');
    return answered;
  }
}
