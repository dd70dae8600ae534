import { Inject, Injectable } from '@nestjs/common';
import { toId, toUuid } from '@holdfast/kernel';
import { Database, PLATFORM_SETTINGS, type PlatformSettings, Sealed, statement } from '@holdfast/platform';
import { TooManyFactors } from '../../domain/mfa-errors.js';
import { type Factor, type FactorId, Factors, FACTORS_MAX } from '../../domain/second-factor.js';
import type { SubjectId } from '../../domain/session.js';

const ENROLLED = statement('identity.mfa-enrolled', `select id from identity.mfa_factors where subject_id = $1 and confirmed_at is not null limit 1`);
const BEGIN = statement(
  'identity.begin-factor',
  `insert into identity.mfa_factors (id, subject_kind, subject_id, secret)
   select $1, $2, $3, $4 where (select count(*) from identity.mfa_factors where subject_id = $3 and confirmed_at is not null) < ${FACTORS_MAX}
   on conflict (subject_id) where confirmed_at is null do update set id = excluded.id, secret = excluded.secret, last_step = null, created_at = now()
   returning id`,
);
const BEGUN = statement('identity.begun-factor', `select secret from identity.mfa_factors where id = $1 and subject_id = $2 and confirmed_at is null for update`);
const CONFIRM = statement('identity.confirm-factor', `update identity.mfa_factors set confirmed_at = now(), last_step = $2 where id = $1 and confirmed_at is null`);
const CONFIRMED = statement(
  'identity.confirmed-factors',
  `select id, secret from identity.mfa_factors where subject_id = $1 and confirmed_at is not null order by id`,
);
const SPEND = statement(
  'identity.spend-code',
  `update identity.mfa_factors set last_step = $2 where id = $1 and confirmed_at is not null and last_step < $2 returning id`,
);
const FORGET_CODES = statement('identity.forget-recovery-codes', `delete from identity.recovery_codes where subject_id = $1`);
const KEEP_CODES = statement('identity.keep-recovery-codes', `insert into identity.recovery_codes (subject_id, hash) select $1, unnest($2::bytea[])`);
const SPEND_CODE = statement(
  'identity.spend-recovery-code',
  `update identity.recovery_codes set used_at = now() where subject_id = $1 and hash = $2 and used_at is null returning hash`,
);
const REMOVE = statement('identity.remove-factor', `delete from identity.mfa_factors where id = $1 and subject_id = $2 returning id`);
const REMOVE_ALL = statement('identity.remove-factors', `delete from identity.mfa_factors where subject_id = $1`);

/** Secrets lie sealed in the database: whoever reads a backup cannot make codes. */
@Injectable()
export class PostgresFactors extends Factors {
  readonly #sealed: Sealed;

  constructor(
    private readonly database: Database,
    @Inject(PLATFORM_SETTINGS) { secret }: PlatformSettings,
  ) {
    super();
    this.#sealed = new Sealed(secret, 'mfa');
  }

  async isEnrolled(subject: SubjectId): Promise<boolean> {
    return (await this.database.first(ENROLLED, [toUuid(subject)])) !== undefined;
  }

  async begin(id: FactorId, subject: SubjectId, secret: Uint8Array): Promise<void> {
    const row = await this.database.first(BEGIN, [toUuid(id), subject.slice(0, 3), toUuid(subject), this.#sealed.seal(secret)]);
    if (!row) throw new TooManyFactors(FACTORS_MAX);
  }

  async begun(id: FactorId, subject: SubjectId): Promise<Uint8Array | undefined> {
    const row = await this.database.first<{ secret: Buffer }>(BEGUN, [toUuid(id), toUuid(subject)]);
    return row && this.#sealed.open(row.secret);
  }

  async confirm(id: FactorId, step: number): Promise<void> {
    await this.database.send(CONFIRM, [toUuid(id), step]);
  }

  async confirmed(subject: SubjectId): Promise<readonly Factor[]> {
    const rows = await this.database.query<{ id: string; secret: Buffer }>(CONFIRMED, [toUuid(subject)]);
    return rows.map(({ id, secret }) => ({ id: toId('mfa', id), secret: this.#sealed.open(secret) }));
  }

  async spend(id: FactorId, step: number): Promise<boolean> {
    return (await this.database.query(SPEND, [toUuid(id), step])).length > 0;
  }

  async replaceRecoveryCodes(subject: SubjectId, hashes: readonly Uint8Array[]): Promise<void> {
    await this.database.send(FORGET_CODES, [toUuid(subject)]);
    await this.database.send(KEEP_CODES, [toUuid(subject), hashes]);
  }

  async spendRecoveryCode(subject: SubjectId, hash: Uint8Array): Promise<boolean> {
    return (await this.database.query(SPEND_CODE, [toUuid(subject), hash])).length > 0;
  }

  async remove(id: FactorId, subject: SubjectId): Promise<boolean> {
    if ((await this.database.query(REMOVE, [toUuid(id), toUuid(subject)])).length === 0) return false;
    if (!(await this.isEnrolled(subject))) await this.database.send(FORGET_CODES, [toUuid(subject)]);
    return true;
  }

  async removeAll(subject: SubjectId): Promise<void> {
    await this.database.send(REMOVE_ALL, [toUuid(subject)]);
    await this.database.send(FORGET_CODES, [toUuid(subject)]);
  }
}
