import { Query } from '@nestjs/cqrs';
import type { SessionId } from '../domain/access-token.js';
import type { SubjectId } from '../domain/session.js';

/** A session as its owner sees it. */
export interface SessionView {
  readonly id: SessionId;
  readonly device: string | null;
  readonly address: string | null;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
  /** Whether it is the one that asks. */
  readonly current: boolean;
}

/** The sessions of somebody that are not over, the last used first. There are few, so there are no pages. */
export class ListSessions extends Query<SessionView[]> {
  constructor(
    readonly subject: SubjectId,
    readonly current: SessionId,
  ) {
    super();
  }
}
