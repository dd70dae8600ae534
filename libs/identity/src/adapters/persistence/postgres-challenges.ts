import { Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, statement } from '@holdfast/platform';
import { type Challenge, CHALLENGE_ATTEMPTS, CHALLENGE_MINUTES, type ChallengeId, Challenges } from '../../domain/second-factor.js';
import type { SubjectId } from '../../domain/session.js';

// Whoever opens one clears up behind those of yesterday: there is no other time at which they are written.
const OPEN = statement(
  'identity.open-challenge',
  `with old as (delete from identity.mfa_challenges where expires_at < now() - interval '1 day')
   insert into identity.mfa_challenges (id, subject_kind, subject_id, secret_hash, device, address, expires_at)
   values ($1, $2, $3, $4, $5, $6, now() + interval '${CHALLENGE_MINUTES} minutes') returning expires_at`,
);
const COUNTS = `solved_at is null and expires_at > now() and attempts < ${CHALLENGE_ATTEMPTS}`;
const FIND = statement(
  'identity.find-challenge',
  `select subject_kind, subject_id, device, address from identity.mfa_challenges where id = $1 and secret_hash = $2 and ${COUNTS}`,
);
const ATTEMPT = statement('identity.attempt-challenge', `update identity.mfa_challenges set attempts = attempts + 1 where id = $1 and ${COUNTS} returning id`);
const SOLVE = statement('identity.solve-challenge', `update identity.mfa_challenges set solved_at = now() where id = $1 and solved_at is null returning id`);

interface Row {
  readonly subject_kind: 'cus' | 'stf';
  readonly subject_id: string;
  readonly device: string | null;
  readonly address: string | null;
}

@Injectable()
export class PostgresChallenges extends Challenges {
  constructor(private readonly database: Database) {
    super();
  }

  async open(id: ChallengeId, { subject, origin: { device, address } }: Challenge, secretHash: Buffer): Promise<Date> {
    const row = await this.database.first<{ expires_at: string }>(OPEN, [toUuid(id), subject.slice(0, 3), toUuid(subject), secretHash, device, address]);
    return new Date(row!.expires_at);
  }

  async find(id: ChallengeId, secretHash: Buffer): Promise<Challenge | undefined> {
    const row = await this.database.first<Row>(FIND, [toUuid(id), secretHash]);
    return row && { subject: toId(row.subject_kind, row.subject_id) as SubjectId, origin: { device: row.device, address: row.address } };
  }

  async attempt(id: ChallengeId): Promise<boolean> {
    return (await this.database.query(ATTEMPT, [toUuid(id)])).length > 0;
  }

  async solve(id: ChallengeId): Promise<boolean> {
    return (await this.database.query(SOLVE, [toUuid(id)])).length > 0;
  }
}
