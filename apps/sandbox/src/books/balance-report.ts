import type { Queryable } from '../database/open.js';

const HEADER = [
  'id',
  'Type',
  'Source',
  'Amount',
  'Fee',
  'Net',
  'Currency',
  'Created (UTC)',
  'Available On (UTC)',
  'Description',
  'Transfer',
  'holdfast_operation (metadata)',
];
/** Digits of currencies that do not have two (Stripe docs: "Zero-decimal currencies"). */
const DIGITS: Readonly<Record<string, number>> = {
  bhd: 3,
  jod: 3,
  kwd: 3,
  omr: 3,
  tnd: 3,
  clp: 0,
  djf: 0,
  gnf: 0,
  jpy: 0,
  kmf: 0,
  krw: 0,
  mga: 0,
  pyg: 0,
  rwf: 0,
  vnd: 0,
  vuv: 0,
  xaf: 0,
  xof: 0,
  xpf: 0,
};

interface Row {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly created: number;
  readonly description: string | null;
  readonly operation: string | null;
}

/**
 * The movements of the balance as the dashboard exports them ("Balance transactions", all columns
 * that matter, the metadata of the payment or refund included), oldest first.
 */
export async function balanceReport(db: Queryable): Promise<string> {
  const { rows } = await db.query<Row>(`
    select t.id, t.type, t.source, t.amount, t.fee, t.currency, t.created, t.description,
      coalesce(r.metadata, i.metadata, di.metadata) ->> 'holdfast_operation' as operation
    from sandbox.balance_transactions t
      left join sandbox.refunds r on r.id = t.source
      left join sandbox.charges c on c.id = t.source
      left join sandbox.payment_intents i on i.id = c.payment_intent
      left join sandbox.disputes d on d.id = t.source
      left join sandbox.payment_intents di on di.id = d.payment_intent
    order by t.created, t.id`);
  return [HEADER, ...rows.map(cells)].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

function cells(row: Row): string[] {
  const created = new Date(row.created * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const [amount, fee, net] = [row.amount, row.fee, row.amount - row.fee].map((minor) =>
    major(minor, row.currency),
  );
  return [
    row.id,
    row.type,
    row.source,
    amount!,
    fee!,
    net!,
    row.currency,
    created,
    created,
    row.description ?? '',
    '',
    row.operation ?? '',
  ];
}

function major(minor: number, currency: string): string {
  const digits = DIGITS[currency] ?? 2;
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0 ? '-' : ''}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
}

const quoted = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
