import { InvalidRequest } from '@holdfast/platform';
import type { ReportColumns } from '../../../application/settlement/report-format.js';
import type { SettlementKind } from '../../../domain/settlement/settlement-line.js';

const KINDS: readonly string[] = ['payment', 'refund', 'dispute', 'payout', 'fee', 'other'] satisfies SettlementKind[];
const NEEDED = ['id', 'type', 'amount', 'currency', 'created'] as const;
const OPTIONAL = ['fee', 'net', 'reference', 'key'] as const;
const MAX = 50;

/**
 * Names of the columns of a file, as the form field `mapping` tells them: `{"id": "Txn", "type": "Kind", "amount": "Gross", "currency": "Cur",
 * "created": "Date", "fee"?, "net"?, "reference"?, "key"?, "types": {"Sale": "payment"}, "decimal": "," | "."}`.
 * @throws InvalidRequest
 */
export function columnMapping(text: string | undefined): ReportColumns {
  const given = parsed(text);
  const known: readonly string[] = [...NEEDED, ...OPTIONAL, 'types', 'decimal'];
  for (const name of Object.keys(given)) if (!known.includes(name)) throw refused(`/${name}`, 'unknown-field', 'This field is not known here');
  const { types = {}, decimal = '.' } = given;
  for (const name of [...NEEDED, ...OPTIONAL]) {
    const column = given[name];
    if (column === undefined && !(NEEDED as readonly string[]).includes(name)) continue;
    if (typeof column !== 'string' || column === '' || column.length > 200) throw refused(`/${name}`, 'is-column', `${name} must name a column`);
  }
  if (decimal !== '.' && decimal !== ',') throw refused('/decimal', 'is-in', 'decimal must be . or ,');
  if (!isRecord(types) || Object.keys(types).length > MAX || Object.values(types).some((kind) => !KINDS.includes(String(kind)))) {
    throw refused('/types', 'is-in', `types must name, for words of the file, one of ${KINDS.join(', ')}`);
  }
  const column = (name: (typeof NEEDED)[number] | (typeof OPTIONAL)[number]) => (given[name] === undefined ? undefined : [String(given[name])]);
  return {
    id: column('id')!, type: column('type')!, amount: column('amount')!, currency: column('currency')!, created: column('created')!,
    fee: column('fee'), net: column('net'), reference: column('reference'), key: column('key'), decimal,
    types: Object.fromEntries(Object.entries(types).map(([word, kind]) => [word.toLowerCase(), kind as SettlementKind])),
  };
}

function parsed(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw refused('', 'is-object', 'mapping must be a JSON object that names the columns of the file, and come before it');
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const refused = (pointer: string, code: string, message: string) => new InvalidRequest([{ pointer: `/mapping${pointer}`, code, message }]);
