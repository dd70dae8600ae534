import { CommandBus } from '@nestjs/cqrs';
import { TOTP } from 'otpauth';
import { toUuid } from '@holdfast/kernel';
import { CarryOutErasures } from '../../libs/identity/src/application/carry-out-erasures.js';
import { ForgetDataExports, WriteDataExport } from '../../libs/identity/src/application/write-data-exports.js';
import { ForgetAbandonedCarts } from '../../libs/ordering/src/application/forget-abandoned-carts.js';
import { shopperOf, ownCart, type Shopper } from '../support/shopper.js';
import { overdue } from '../support/gateway.js';
import { cartWith, card, checkOut, expectProof, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

const PASSWORD = 'three small rain boots';

describe('personal data', () => {
  let shop: Shop;
  let variant: string;
  let commands: CommandBus;
  beforeAll(async () => {
    // Without a worker: the specs do its work, step by step.
    shop = await Shop.open();
    variant = await sellable(shop, { stock: 100 });
    commands = shop.app.get(CommandBus, { strict: false });
  });
  afterAll(() => shop.close());

  const run = <Row = Record<string, any>>(text: string, values: readonly unknown[] = []) => sql<Row>(shop.database.url, text, values);
  const ask = (customer: Shopper) => shop.ask('POST', '/v1/customers/me/data-exports', { headers: customer.headers });
  const read = (customer: Shopper, id: string, part = '') => shop.ask('GET', `/v1/customers/me/data-exports/${id}${part}`, { headers: customer.headers });
  const erase = async (customer: Shopper): Promise<string> =>
    (await shop.ask('POST', '/v1/customers/me/erasure-requests', { headers: customer.headers, body: { password: PASSWORD } })).body.id;
  const erasure = async (id: string) => (await shop.admin('GET', `/v1/admin/erasures/${id}`)).body;
  const nextPass = async (id: string): Promise<void> => {
    await run('update identity.erasures set next_at = now() where id = $1', [toUuid(id)]);
    await commands.execute(new CarryOutErasures());
  };

  describe('in an export', () => {
    it('is asked for once at a time, written by one, and replaced by the next', async () => {
      const ada = await shopperOf(shop);
      const [first, second] = [await ask(ada), await ask(ada)];
      expect([first.status, second.body.id]).toEqual([202, first.body.id]);
      expect((await read(ada, first.body.id, '/content')).body.code).toBe('data-export-not-ready');

      const written = await Promise.all([1, 2, 3].map(() => commands.execute(new WriteDataExport())));

      expect(written.filter(Boolean)).toHaveLength(1);
      expect((await read(ada, first.body.id, '/content')).body).toMatchObject({ customer: ada.id, addresses: [ada.email], identity: { account: [{ email: ada.email }] } });
      const third = await ask(ada);
      expect([third.body.id === first.body.id, (await read(ada, first.body.id)).status]).toEqual([false, 404]);
    });

    it('is kept sealed, for seven days', async () => {
      const ada = await shopperOf(shop);
      const { id } = (await ask(ada)).body;
      while (await commands.execute(new WriteDataExport()));
      const [kept] = await run(`select position(convert_to($2, 'UTF8') in content) as found, expires_at - ready_at = interval '7 days' as week from identity.data_exports where id = $1`, [toUuid(id), ada.email]);
      expect(kept).toEqual({ found: 0, week: true });

      await run(`update identity.data_exports set expires_at = now() - interval '1 second' where id = $1`, [toUuid(id)]);

      expect([(await read(ada, id)).status, (await read(ada, id, '/content')).status]).toEqual([404, 404]);
      await commands.execute(new ForgetDataExports());
      expect(await run('select id from identity.data_exports where id = $1', [toUuid(id)])).toEqual([]);
    });

    it.each(['data-exports', 'erasure-requests'])('asks for a password that was shown lately: %s', async (route) => {
      const ada = await shopperOf(shop);
      await run(`update identity.sessions set authenticated_at = now() - interval '6 minutes' where subject_id = $1`, [toUuid(ada.id)]);

      expect((await shop.ask('POST', `/v1/customers/me/${route}`, { headers: ada.headers, body: route === 'data-exports' ? undefined : { password: PASSWORD } })).body.code).toBe('reauthentication-required');
    });
  });

  describe('at an erasure', () => {
    it('asks whoever has a second factor for that as well, and takes it', async () => {
      const ada = await shopperOf(shop);
      const factors = '/v1/customers/me/mfa-factors';
      const { body: begun } = await shop.ask('POST', factors, { headers: ada.headers });
      const { body: confirmed } = await shop.ask('POST', `${factors}/${begun.id}/confirmations`, { headers: ada.headers, body: { code: new TOTP({ secret: begun.secret }).generate() } });
      const ask = (shown: object) => shop.ask('POST', '/v1/customers/me/erasure-requests', { headers: ada.headers, body: { password: PASSWORD, ...shown } });

      expect([(await ask({})).body.code, (await ask({ recovery_code: 'aaaaaa-bbbbbb-cccccc-dddddd' })).body.code]).toEqual(['mfa-code-missing', 'invalid-mfa-code']);
      const asked = await ask({ recovery_code: confirmed.recovery_codes[0] });
      expect(asked.status).toBe(202);
      await nextPass(asked.body.id);
    });

    it('goes in all modules or in none, and a crash in the middle is carried on', async () => {
      const ada = await shopperOf(shop);
      await ownCart(shop, ada, [variant, 1]);
      const id = await erase(ada);
      // Where the last module writes, everything before it is written already.
      await run(`create function public.crash() returns trigger language plpgsql as $$ begin raise exception 'crash'; end $$`);
      await run(`create trigger crash before delete on platform.idempotency_keys for each statement execute function public.crash()`);

      await expect(commands.execute(new CarryOutErasures())).rejects.toThrow('1 erasures failed');

      await run('drop function public.crash cascade');
      const state = async () => (await run('select c.email, c.status, (select count(email)::int from ordering.carts where customer_id = c.id) as carts from identity.customers c where id = $1', [toUuid(ada.id)]))[0];
      expect([await state(), (await erasure(id)).status]).toEqual([{ email: ada.email, status: 'disabled', carts: 1 }, 'pending']);
      await nextPass(id);
      expect([await state(), (await erasure(id)).status]).toEqual([{ email: null, status: 'erased', carts: 0 }, 'waiting']);
      await nextPass(id);
      expect((await erasure(id)).status).toBe('completed');
      await expectProof(shop);
    });

    it('waits for a payment that is not decided, although its checkout is over', async () => {
      const ada = await shopperOf(shop);
      const cart = await ownCart(shop, ada, [variant, 1]);
      const { body: checkout } = await checkOut(shop, cart, { payment: card('pm_card_authenticationRequired') });
      expect(checkout.status).toBe('requires_action');
      await shop.ask('DELETE', `/v1/checkouts/${checkout.id}`, { headers: cart.headers });
      const id = await erase(ada);

      await nextPass(id);

      const methods = () => run('select p.method, k.email is null as gone from payments.payments p join ordering.checkouts k on k.id = p.checkout_id where k.id = $1', [toUuid(checkout.id)]);
      expect((await erasure(id)).waits).toMatchObject([{ reason: 'payment-undecided' }]);
      expect(await methods()).toEqual([{ method: 'pm_card_authenticationRequired', gone: false }]);
      await run(`update payments.operations set state = 'failed' where payment_id in (select id from payments.payments where checkout_id = $1)`, [toUuid(checkout.id)]);
      await nextPass(id);
      expect([await methods(), (await erasure(id)).status]).toEqual([[{ method: 'erased', gone: true }], 'completed']);
    });

    it('is looked for a second time: a mail that was on its way may have been noted after the first', async () => {
      const ada = await shopperOf(shop);
      const mail = crypto.randomUUID();
      await run(
        `insert into notifications.emails (id, kind, subject_kind, subject_id, message_id, status, lease_until) values ($1, 'registration', 'reg', $1, $2, 'sending', now())`, [mail, mail]);
      const id = await erase(ada);
      await nextPass(id);
      await run(`update notifications.emails set status = 'sent', sent_at = now(), lease_until = null, recipient = $2 where id = $1`, [mail, ada.email]);
      expect((await erasure(id)).status).toBe('waiting');

      await nextPass(id);

      expect(await run('select recipient from notifications.emails where id = $1', [mail])).toEqual([{ recipient: null }]);
      expect((await erasure(id)).status).toBe('completed');
    });

    it('of another account stays, although it used the address', async () => {
      const [ada, grace] = [await shopperOf(shop), await shopperOf(shop)];
      const { body } = await shop.ask('POST', '/v1/carts', { headers: grace.headers, body: { email: ada.email, lines: [{ variant_id: variant, quantity: 1 }] } });

      await nextPass(await erase(ada));

      expect((await shop.ask('GET', `/v1/carts/${body.id}`, { headers: grace.headers })).body.email).toBe(ada.email);
    });
  });

  it('in carts and checkouts of guests that nothing came of is forgotten after the days of the setting', async () => {
    const [old, young, busy, expired] = [await cartWith(shop, [variant, 1]), await cartWith(shop, [variant, 1]), await cartWith(shop, [variant, 1]), await cartWith(shop, [variant, 1])];
    const open = (cart: typeof old) => shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': crypto.randomUUID() }, body: { cart_id: cart.id } });
    await open(busy);
    const over = (await open(expired)).body.id;
    await overdue(shop, over);
    await run(`update ordering.checkouts set status = 'expired' where id = $1`, [toUuid(over)]);
    await run(`update ordering.carts set status = 'open' where id = $1`, [toUuid(expired.id)]);
    for (const table of ['carts', 'checkouts']) await run(`update ordering.${table} set created_at = now() - interval '31 days', updated_at = now() - interval '31 days' where true`);
    await run(`update ordering.carts set updated_at = now() where id = $1`, [toUuid(young.id)]);

    await commands.execute(new ForgetAbandonedCarts(30));

    const left = async (cart: typeof old) => (await run('select status, email is not null as known from ordering.carts where id = $1', [toUuid(cart.id)]))[0];
    expect([await left(old), await left(expired)]).toEqual([{ status: 'abandoned', known: false }, { status: 'abandoned', known: false }]);
    expect([await left(young), await left(busy)]).toEqual([{ status: 'open', known: true }, { status: 'checking_out', known: true }]);
    expect(await run('select email from ordering.checkouts where id = $1', [toUuid(over)])).toEqual([{ email: null }]);
  });
});
