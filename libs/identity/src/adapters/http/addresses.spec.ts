import { newId, toUuid } from '@holdfast/kernel';
import { AccountsUnderTest, type LoggedInCustomer, said } from '../../accounts-under-test.js';
import type { Answer } from '../../identity-under-test.js';

const HARBOR = { name: 'Ada Lovelace', line1: '12 Harbor Street', city: 'Hamburg', country: 'DE' };

describe('an address book', () => {
  let accounts: AccountsUnderTest;
  let ada: LoggedInCustomer;
  let eve: LoggedInCustomer;

  beforeAll(async () => {
    accounts = await AccountsUnderTest.start();
    eve = await accounts.loggedIn();
  });
  beforeEach(async () => {
    ada = await accounts.loggedIn();
  });
  afterAll(() => accounts.stop());

  const BOOK = '/v1/customers/me/addresses';
  const add = (more: object = {}, { access } = ada) => accounts.post(BOOK, { ...HARBOR, ...more }, access);
  const get = (id: string, { access } = ada) => accounts.api.call('GET', `${BOOK}/${id}`, access);
  const replace = (id: string, body: object, { access } = ada, match?: string) => accounts.api.call('PUT', `${BOOK}/${id}`, access, body, match ? { 'if-match': match } : {});
  const remove = (id: string, { access } = ada, match?: string) => accounts.api.call('DELETE', `${BOOK}/${id}`, access, undefined, match ? { 'if-match': match } : {});
  const list = async ({ access } = ada): Promise<Record<string, any>[]> => (await accounts.api.call('GET', BOOK, access)).body['data'];
  const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();

  it('keeps addresses as they were written down, the newest first', async () => {
    const first = await add({ line2: 'Second floor', region: 'HH', postal_code: '20457', phone: '+49 40 123456' });
    const second = await add({ city: 'Bremen' });

    expect([first.status, first.headers['location'], first.headers['etag']]).toEqual([201, `${BOOK}/${first.body['id']}`, '"1"']);
    expect(first.body).toEqual({
      ...HARBOR, line2: 'Second floor', region: 'HH', postal_code: '20457', phone: '+49 40 123456', id: expect.stringMatching(/^adr_/),
      default_shipping: false, default_billing: false, created_at: expect.any(String), updated_at: expect.any(String),
    });
    expect(Object.keys(second.body)).not.toContain('line2');
    expect(await list()).toEqual([second.body, first.body]);
    expect((await get(first.body['id'])).body).toEqual(first.body);
  });

  it('replaces an address as a whole, and only what was seen', async () => {
    const { body: address } = await add({ line2: 'Second floor' });
    const replaced = await replace(address['id'], { ...HARBOR, city: 'Bremen' }, ada, '"1"');
    const late = await replace(address['id'], HARBOR, ada, '"1"');

    expect([replaced.status, replaced.headers['etag'], replaced.body['city'], 'line2' in replaced.body]).toEqual([200, '"2"', 'Bremen', false]);
    expect([late.status, late.body['code'], late.body['current_version']]).toEqual([412, 'precondition-failed', 2]);
    expect((await remove(address['id'], ada, '"1"')).status).toBe(412);
    expect((await remove(address['id'], ada, '"2"')).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it('has one default for parcels and one for invoices, which a new one takes over', async () => {
    const both = await add({ default_shipping: true, default_billing: true });
    const parcels = await add({ default_shipping: true });
    const { body: before } = await get(both.body['id']);
    await replace(both.body['id'], { ...HARBOR, default_shipping: true });

    expect(before).toMatchObject({ default_shipping: false, default_billing: true });
    expect((await list()).map(({ id, default_shipping, default_billing }) => [id, default_shipping, default_billing])).toEqual([
      [parcels.body['id'], false, false], [both.body['id'], true, false],
    ]);
  });

  it('has one default, however many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => add({ default_shipping: true, default_billing: true })));

    expect(statuses(answers)).toEqual(Array.from({ length: 10 }, () => 201));
    const book = await list();
    expect([book.filter((one) => one['default_shipping']).length, book.filter((one) => one['default_billing']).length]).toEqual([1, 1]);
  });

  it('holds 50 addresses and no more, however many come at once', async () => {
    await accounts.sql(
      `insert into identity.customer_addresses (id, customer_id, name, line1, city, country) select gen_random_uuid(), $1, 'Ada', '12 Harbor Street', 'Hamburg', 'DE' from generate_series(1, 45)`,
      [toUuid(ada.id)],
    );
    const answers = await Promise.all(Array.from({ length: 10 }, () => add()));

    expect(statuses(answers)).toEqual([...Array.from({ length: 5 }, () => 201), ...Array.from({ length: 5 }, () => 409)]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'address-book-full', max_addresses: 50 });
    expect(await list()).toHaveLength(50);
  });

  it('is bounded by the database too, under code that asks nobody first', async () => {
    const one = () => accounts.sql(
      `insert into identity.customer_addresses (id, customer_id, name, line1, city, country) values (gen_random_uuid(), $1, 'Ada', '12 Harbor Street', 'Hamburg', 'DE')`,
      [toUuid(ada.id)],
    );
    for (let i = 0; i < 45; i++) await one();
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, one));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await list()).toHaveLength(50);
  });

  it.each(['default_shipping', 'default_billing'])('has one %s in the database, too', async (flag) => {
    await add();
    await add();
    await expect(accounts.sql(`update identity.customer_addresses set ${flag} = true where customer_id = $1`, [toUuid(ada.id)])).rejects.toThrow('duplicate key');
  });

  it('is nobody else’s: an address of another customer answers as one that does not exist', async () => {
    const { body: mine } = await add();
    const before = await accounts.sql('select * from identity.customer_addresses order by id');
    const missing = newId('adr');
    const pairs = await Promise.all([
      [await get(mine['id'], eve), await get(missing, eve)],
      [await replace(mine['id'], { ...HARBOR, default_shipping: true }, eve), await replace(missing, { ...HARBOR, default_shipping: true }, eve)],
      [await remove(mine['id'], eve), await remove(missing, eve)],
    ]);

    for (const [foreign, none] of pairs) expect(said(foreign!)).toEqual(said(none!));
    expect(pairs.map(([foreign]) => foreign!.status)).toEqual([404, 404, 404]);
    expect(await accounts.sql('select * from identity.customer_addresses order by id')).toEqual(before);
    expect(await list(eve)).toEqual([]);
  });

  it.each([
    ['customer_id', 'cus_01h455vb4pex5vsknk084sn02q'], ['id', 'adr_01h455vb4pex5vsknk084sn02q'], ['version', 7], ['created_at', '2020-01-01T00:00:00Z'],
    ['country', 'XX'], ['name', ''], ['line1', 'x'.repeat(201)], ['default_shipping', 'yes'], ['city', null],
  ])('refuses %s = %j', async (field, value) => {
    const refused = await add({ [field]: value });

    expect([refused.status, refused.body['code']]).toEqual([400, 'invalid-request']);
    expect(await list()).toEqual([]);
  });
});
