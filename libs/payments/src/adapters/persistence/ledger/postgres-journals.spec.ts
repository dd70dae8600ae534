import { newId, toUuid, UnitOfWork } from '@holdfast/kernel';
import { Shop } from '../../../../../../test/support/shop.js';
import { sql } from '../../../../../../test/support/sql.js';
import type { Journal, Transfer } from '../../../domain/ledger/journal.js';
import { Journals } from '../../../domain/ledger/journals.js';
import { BooksWouldNotHold } from '../../../domain/ledger/ledger-errors.js';

const EUR = (debit: string, credit: string, amount: number, leg = 'gateway'): Transfer => ({ debit: `${debit}:EUR`, credit: `${credit}:EUR`, amount, leg });
const journal = (transfers: Transfer[], over: Partial<Journal> = {}): Journal => ({ id: newId('jrn'), kind: 'fee', ref: newId('req'), transfers, ...over });
const FEE = EUR('fees', 'gateway_clearing:stripe', 30);

describe('the books in PostgreSQL', () => {
  let shop: Shop;
  let journals: Journals;
  let work: UnitOfWork;
  beforeAll(async () => {
    shop = await Shop.open();
    journals = shop.app.get(Journals, { strict: false });
    work = shop.app.get(UnitOfWork, { strict: false });
  });
  afterAll(() => shop.close());

  const post = (...all: Journal[]) => work.run(() => journals.post(all));
  const count = async (table: string, where: string) => Number((await sql(shop.database.url, `select count(*) as n from payments.${table} where ${where}`))[0]!['n']);

  it('have one journal of a fact, however many book it at once', async () => {
    const facts = Array.from({ length: 50 }, () => journal([FEE, EUR('bank', 'gateway_clearing:stripe', 70, 'payout')], { ref: 'raced' }));

    await Promise.all(facts.map((fact) => post(fact)));

    expect(await count('ledger_journals', `ref = 'raced'`)).toBe(1);
    expect(await count('ledger_transfers', `ref = 'raced'`)).toBe(2);
  });

  it.each(['update payments.ledger_transfers set amount = 1', 'delete from payments.ledger_transfers', 'truncate payments.ledger_transfers', `update payments.ledger_journals set kind = 'fee'`, 'delete from payments.ledger_journals', 'truncate payments.ledger_journals'])(
    'refuse: %s',
    async (statement) => {
      await post(journal([FEE]));

      await expect(sql(shop.database.url, statement)).rejects.toThrow('it only grows');
      await expect(sql(shop.database.url, `begin; set local session_replication_role = replica; ${statement}; commit`)).rejects.toThrow('it only grows');
    },
  );

  it('give the right to change them to nobody', async () => {
    const rights = await sql<{ table_name: string; privilege_type: string }>(
      shop.database.url,
      `select table_name, privilege_type from information_schema.role_table_grants
        where table_schema = 'payments' and table_name in ('ledger_journals', 'ledger_transfers') and privilege_type not in ('SELECT', 'INSERT')`,
    );

    expect(rights).toEqual([]);
  });

  it.each<[string, Transfer, string]>([
    ['on one account', EUR('fees', 'fees', 1), 'two_accounts'],
    ['of nothing', EUR('fees', 'bank', 0), 'ledger_transfers_amount_check'],
    ['of less than nothing', EUR('fees', 'bank', -1), 'ledger_transfers_amount_check'],
    ['between currencies', { debit: 'fees:EUR', credit: 'bank:USD', amount: 1, leg: 'a' }, 'one_currency'],
    ['on an account that no chart has', EUR('fees', 'cash', 1), 'ledger_accounts_code_check'],
    ['on the account of roundings', EUR('fees', 'rounding', 1), 'rounding_stays_zero'],
  ])('refuse a transfer %s', async (_, transfer, constraint) => {
    await expect(post(journal([transfer]))).rejects.toMatchObject({ constraint });
  });

  it('refuse a transfer without its journal', async () => {
    const orphan = `insert into payments.ledger_transfers (journal_id, seq, debit, credit, amount, currency, kind, ref, leg) values (gen_random_uuid(), 0, 'fees:EUR', 'bank:EUR', 1, 'EUR', 'fee', 'x', 'y')`;

    await expect(sql(shop.database.url, orphan)).rejects.toThrow('a transfer needs its journal');
  });

  it('give back no more than an order has', async () => {
    const order = `order:${newId('chk')}`;
    await post(journal([EUR('gateway_clearing:stripe', order, 100)]));

    await expect(work.run(() => journals.postOnce(journal([EUR(order, 'gateway_clearing:stripe', 101)])))).rejects.toThrow(BooksWouldNotHold);
    await expect(post(journal([EUR(order, 'gateway_clearing:stripe', 101)]))).rejects.toMatchObject({ constraint: 'never_below_zero' });

    await post(journal([EUR(order, 'gateway_clearing:stripe', 100)]));
    expect(await sql(shop.database.url, `select balance::int from payments.ledger_accounts where code = $1`, [`${order}:EUR`])).toEqual([{ balance: 0 }]);
  });

  it('let nobody book into a time that is closed', async () => {
    await post(journal([FEE]));
    const late = journal([FEE]);

    const closed = `begin;
      insert into payments.ledger_checkpoints (account, until, balance) values ('fees:EUR', now() + interval '1 hour', 0);
      insert into payments.ledger_journals (id, kind, ref) values ('${toUuid(late.id)}', 'fee', 'late');
      insert into payments.ledger_transfers (journal_id, seq, debit, credit, amount, currency, kind, ref, leg) values ('${toUuid(late.id)}', 0, 'fees:EUR', 'bank:EUR', 1, 'EUR', 'fee', 'late', 'a');
      commit`;
    await expect(sql(shop.database.url, closed)).rejects.toThrow('the books of that time are closed');
  });
});
