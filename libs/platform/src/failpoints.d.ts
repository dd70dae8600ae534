/**
 * Failpoints: places between two steps at which a proof lets a process die, fail, wait, or lose its database. They are written
 * `if (FAILPOINTS) await failpoint('checkout.after-tx1')`. FAILPOINTS is a constant of the build: in what is shipped the compiler leaves such a line out
 * (docs/adr/0035), and the build for proofs is started with test/support/failpoints.ts, which has the function.
 */
declare const FAILPOINTS: boolean;

/** @throws Error when the proof that runs says so */
declare function failpoint(name: FailpointName): Promise<void>;

/** `in-` stands inside a transaction, everything else outside of one. */
type FailpointName =
  // A checkout: received, committed for the first time, about to be answered.
  | 'checkout.received' | 'checkout.in-tx1' | 'checkout.after-tx1' | 'checkout.in-outcome' | 'checkout.before-answer' | 'checkout.in-further-payment' | 'checkout.in-cancel'
  // An operation of a payment, as the process that began it carries it out.
  | 'operation.sent' | 'operation.answered' | 'operation.in-tx2' | 'operation.written'
  // The same as the resolver does it.
  | 'resolver.taken' | 'resolver.answered' | 'resolver.written'
  // What staff asks for: captures, voids, refunds.
  | 'action.in-tx1' | 'action.after-tx1' | 'action.in-answer' | 'action.before-answer'
  // An event of a gateway: received, then worked on.
  | 'webhook.verified' | 'webhook.in-store' | 'webhook.stored' | 'event.taken' | 'event.observed' | 'event.in-apply' | 'event.applied'
  // Our own events, from the outbox through the queue to their consumers.
  | 'relay.read' | 'relay.queued' | 'relay.marked' | 'dispatch.taken' | 'dispatch.in-inbox' | 'dispatch.in-effect' | 'dispatch.done'
  // A mail.
  | 'mail.due' | 'mail.queued' | 'mail.marked' | 'mail.claimed' | 'mail.delivered' | 'mail.noted'
  // A report of a gateway: read, then taken step by step.
  | 'settlement.staged' | 'settlement.read' | 'settlement.begun' | 'settlement.in-step' | 'settlement.stepped'
  // Checkouts whose time is over.
  | 'expiry.in-taken' | 'expiry.in-ended' | 'expiry.done';
