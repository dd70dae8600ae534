import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import type { SessionId } from '../../domain/access-token.js';
import type { Session, SessionEnd, SubjectId } from '../../domain/session.js';
import { type FoundRefreshToken, type Origin, Sessions } from '../../domain/sessions.js';

const OPEN = statement(
  'identity.open-session',
  `with s as (
     insert into identity.sessions (id, subject_kind, subject_id, device, address, created_at, last_used_at, authenticated_at, expires_at, mfa_at)
     values ($1, $2, $3, $4, $5, $6, $6, $6, $7, $9)
   )
   insert into identity.refresh_tokens (hash, session_id, issued_at) values ($8, $1, $6)`,
);
const FIND = statement(
  'identity.find-refresh-token',
  `select s.id, s.subject_kind, s.subject_id, s.created_at, s.last_used_at, s.expires_at, s.ended_at, s.authenticated_at, s.mfa_at,
          t.issued_at, t.used_at, t.successor, coalesce(n.used_at is not null, false) as successor_used
     from identity.refresh_tokens t join identity.sessions s on s.id = t.session_id
     left join identity.refresh_tokens n on n.hash = t.successor_hash
    where t.hash = $1 for update of s`,
);
// Before its successor comes: the index allows one unused token.
const SPEND = statement(
  'identity.spend-refresh-token',
  `update identity.refresh_tokens set used_at = $4, successor_hash = $2, successor = $3 where hash = $1`,
);
const SUCCEED = statement(
  'identity.succeed-refresh-token',
  `with seen as (
     update identity.sessions set last_used_at = $3 where id = $1
   )
   insert into identity.refresh_tokens (hash, session_id, issued_at) values ($2, $1, $3)`,
);
const REAUTHENTICATE = statement(
  'identity.reauthenticate',
  `update identity.sessions set authenticated_at = now(), mfa_at = case when $3 then now() else mfa_at end
    where id = $1 and subject_id = $2 and ended_at is null and expires_at > now() returning id`,
);
const PASS_FACTOR = statement('identity.pass-factor', `update identity.sessions set mfa_at = now() where id = $1 and subject_id = $2 and ended_at is null`);
// Before the sessions are ended: whoever solves one at this moment is waited for, and the session that it opens is seen.
const WITHDRAW = statement('identity.withdraw-challenges', `delete from identity.mfa_challenges where subject_id = $1 and solved_at is null`);
const END = statement(
  'identity.end-session',
  `update identity.sessions set ended_at = now(), end_reason = $3 where id = $1 and subject_id = $2 and ended_at is null and expires_at > now() returning id`,
);
const END_ALL = statement(
  'identity.end-sessions',
  `update identity.sessions set ended_at = now(), end_reason = $2 where subject_id = $1 and ended_at is null and id is distinct from $3`,
);

interface Row {
  readonly id: string;
  readonly subject_kind: 'cus' | 'stf';
  readonly subject_id: string;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
  readonly ended_at: string | null;
  readonly authenticated_at: string;
  readonly mfa_at: string | null;
  readonly issued_at: string;
  readonly used_at: string | null;
  readonly successor: Buffer | null;
  readonly successor_used: boolean;
}

@Injectable()
export class PostgresSessions extends Sessions {
  constructor(private readonly database: Database) {
    super();
  }

  async open({ id, subject, createdAt, expiresAt, mfaAt }: Session, { device, address }: Origin, tokenHash: Buffer): Promise<void> {
    await this.database.send(OPEN, [toUuid(id), subject.slice(0, 3), toUuid(subject), device, address, createdAt, expiresAt, tokenHash, mfaAt]);
  }

  async find(tokenHash: Buffer): Promise<FoundRefreshToken | undefined> {
    // Two statements: what waited for the lock has to see what its competitor wrote.
    await this.database.first(FIND, [tokenHash]);
    const row = await this.database.first<Row>(FIND, [tokenHash]);
    if (!row) return undefined;
    return {
      session: {
        id: toId('ses', row.id),
        subject: toId(row.subject_kind, row.subject_id),
        createdAt: new Date(row.created_at),
        lastUsedAt: new Date(row.last_used_at),
        expiresAt: new Date(row.expires_at),
        endedAt: row.ended_at ? new Date(row.ended_at) : null,
        authenticatedAt: new Date(row.authenticated_at),
        mfaAt: row.mfa_at ? new Date(row.mfa_at) : null,
      },
      token: { issuedAt: new Date(row.issued_at), usedAt: row.used_at ? new Date(row.used_at) : null, successorUsed: row.successor_used },
      successor: row.successor,
    };
  }

  async exchange(id: SessionId, usedHash: Buffer, successorHash: Buffer, successor: Buffer, now: Date): Promise<void> {
    await this.database.send(SPEND, [usedHash, successorHash, successor, now]);
    await this.database.send(SUCCEED, [toUuid(id), successorHash, now]);
  }

  async reauthenticate(id: SessionId, subject: SubjectId, withFactor: boolean): Promise<boolean> {
    return (await this.database.query(REAUTHENTICATE, [toUuid(id), toUuid(subject), withFactor])).length > 0;
  }

  async passFactor(id: SessionId, subject: SubjectId): Promise<void> {
    await this.database.send(PASS_FACTOR, [toUuid(id), toUuid(subject)]);
  }

  async end(id: SessionId, subject: SubjectId, why: SessionEnd): Promise<boolean> {
    return (await this.database.query(END, [toUuid(id), toUuid(subject), why])).length > 0;
  }

  async endAll(subject: SubjectId, why: SessionEnd, except?: SessionId): Promise<void> {
    await this.database.send(WITHDRAW, [toUuid(subject)]);
    await this.database.send(END_ALL, [toUuid(subject), why, except ? toUuid(except) : null]);
  }
}
