import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { sql } from '../../../../../test/support/sql.js';
import { type AccountCode, CHART, CODES, isAccountCode, kindOf } from './chart.js';

const EXAMPLES: Readonly<Record<keyof typeof CHART, AccountCode>> = {
  gateway_clearing: 'gateway_clearing:stripe:EUR', bank: 'bank:EUR', order: 'order:chk_01h455vb4pex5vsknk084sn02q:JPY', 'revenue:goods': 'revenue:goods:EUR',
  'revenue:shipping': 'revenue:shipping:EUR', discounts: 'discounts:EUR', tax: 'tax:DE-BY:EUR', fees: 'fees:EUR', chargebacks: 'chargebacks:EUR', suspense: 'suspense:EUR', rounding: 'rounding:EUR',
};

describe('the chart of accounts', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('is the one that PostgreSQL checks', async () => {
    const [check] = await sql<{ text: string }>(
      database.url,
      `select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = 'payments.ledger_accounts'::regclass and conname = 'ledger_accounts_code_check'`,
    );

    expect(check!.text).toContain(`'^(${CODES}):[A-Z]{3}$'`);
  });

  it.each(Object.entries(EXAMPLES))('knows %s', async (name, code) => {
    const [row] = await sql<{ kind: string }>(database.url, 'select payments.ledger_account_kind($1) as kind', [code]);

    expect(isAccountCode(code)).toBe(true);
    expect(kindOf(code)).toBe(CHART[name as keyof typeof CHART].kind);
    expect(row!.kind).toBe(kindOf(code));
  });

  it.each(['bank', 'bank:eur', 'cash:EUR', 'gateway_clearing:EUR', 'gateway_clearing:Stripe:EUR', 'order:chk_1:EUR', 'revenue:EUR', 'tax::EUR', 'bank:EUR '])('does not know %p', (text) => {
    expect(isAccountCode(text)).toBe(false);
  });
});
