/**
 * Something that happened to one aggregate, kept for ever and handed to everybody who subscribed.
 * Where the aggregate has states, the event is the record of the transition as well.
 */
export interface DomainEvent {
  /** Wire name with version, e.g. `ordering.order-placed.v1`. */
  readonly type: string;
  /** TypeID of the aggregate it happened to. */
  readonly subject: string;
  /** Version of the aggregate after it; (subject, version) is unique, so history has no forks. */
  readonly version: number;
  readonly from?: string | null;
  readonly to?: string | null;
  /** The request it belongs to, where work of several requests shares a transaction. */
  readonly requestId?: string;
  /** Ids and plain facts only; never personal data. */
  readonly payload: Readonly<Record<string, unknown>>;
}
