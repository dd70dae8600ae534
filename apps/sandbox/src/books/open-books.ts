import type { Pool } from 'pg';

/** All the money the sandbox knows of, oldest first, as one snapshot of the database. */
export interface OpenBooks {
  readonly payment_intents: readonly object[];
  readonly charges: readonly object[];
  readonly refunds: readonly object[];
}

/** Reads the whole books in one statement, so that the three lists agree with each other. */
export async function openBooks(pool: Pool): Promise<OpenBooks> {
  const { rows } = await pool.query<OpenBooks>(`
    select
      (select coalesce(jsonb_agg(to_jsonb(i) - 'seq' order by i.seq), '[]') from (
        select seq, id, amount, currency, status, amount_capturable, amount_received,
          amount_refunded, metadata, idempotency_key, created, capture_method, latest_charge
        from sandbox.payment_intents) i) as payment_intents,
      (select coalesce(jsonb_agg(to_jsonb(c) order by c.created, c.id), '[]') from (
        select id, payment_intent, amount, amount_captured, amount_refunded, currency, captured,
          status, failure_code, decline_code, created
        from sandbox.charges) c) as charges,
      (select coalesce(jsonb_agg(to_jsonb(r) - 'seq' order by r.seq), '[]') from (
        select seq, id, payment_intent, charge, amount, currency, status, reason, metadata, created
        from sandbox.refunds) r) as refunds`);
  return rows[0] ?? { payment_intents: [], charges: [], refunds: [] };
}
