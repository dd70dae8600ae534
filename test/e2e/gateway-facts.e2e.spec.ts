import { CommandBus } from '@nestjs/cqrs';
import { newId, toId, toUuid } from '@holdfast/kernel';
import { ApplyGatewayFacts, type BroughtFact } from '../../libs/payments/src/application/apply-gateway-facts.js';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/sql.js';

describe('what a gateway says in one breath', () => {
  let shop: Shop;
  let mug: string;
  beforeAll(async () => {
    shop = await Shop.open();
    mug = await sellable(shop, { stock: 100, price: 1_999 });
  });
  afterAll(async () => {
    await expectProof(shop);
    await shop.close();
  });

  const apply = (...facts: BroughtFact[]) => shop.app.get(CommandBus, { strict: false }).execute(new ApplyGatewayFacts(facts));
  /** A checkout whose shopper is asked to confirm the payment, and the operation that waits for it. */
  async function asked() {
    const cart = await cartWith(shop, [mug, 1]);
    const { id } = (await checkOut(shop, cart, { payment: { ...card('pm_card_threeDSecure2Required'), return_url: 'https://shop.test/back' } })).body;
    const [operation] = await sql(shop.database.url, 'select o.id from payments.operations o join payments.payments p on p.id = o.payment_id where p.checkout_id = $1', [toUuid(id)]);
    return { id, cart, operationId: toId('op', operation!['id']) };
  }
  const paid = (reference: string) => ({ outcome: 'succeeded', reference, amount: 1_999, currency: 'EUR', captured: 1_999 }) as const;
  const told = async (operationId: `op_${string}`) =>
    (await sql(shop.database.url, 'select type, from_state, to_state, payload from platform.outbox where subject = $1 order by version', [toUuid(operationId)])).map(({ type, from_state, to_state, payload }) => [`${type} ${from_state} > ${to_state}`, payload.code]);
  const statusOf = async ({ id, cart }: Awaited<ReturnType<typeof asked>>) => (await shop.ask('GET', `/v1/checkouts/${id}`, { headers: cart.headers })).body.status;

  it('about one operation leaves one trace, from where it stood to where it ends, and books its money once', async () => {
    const one = await asked();
    const { operationId } = one;

    const stand = await apply({ operationId, result: { outcome: 'unknown', code: 'timeout' } }, { operationId, result: paid('pi_twice') }, { operationId, result: paid('pi_twice') });

    expect(stand.map(({ state, moved }) => [state, moved.map(({ kind }) => kind)])).toEqual([['unknown', []], ['succeeded', ['authorize', 'capture']], ['succeeded', []]]);
    expect((await told(operationId)).slice(1)).toEqual([['payments.operation-succeeded.v1 requires_action > succeeded', null]]);
    expect(await statusOf(one)).toBe('completed');
    expect(await sql(shop.database.url, `select kind, state, amount::int from payments.operations where payment_id = (select payment_id from payments.operations where id = $1) order by id`, [toUuid(operationId)])).toEqual([
      { kind: 'authorize', state: 'succeeded', amount: 1_999 }, { kind: 'capture', state: 'succeeded', amount: 1_999 },
    ]);
  });

  it('counts, where that is asked for, only while the operation stands as it did', async () => {
    const one = await asked();
    const declined = { outcome: 'declined', code: 'abandoned' } as const;

    const [late] = await apply({ operationId: one.operationId, result: declined, only: 'unknown' });
    expect([late?.state, await statusOf(one)]).toEqual(['requires_action', 'requires_action']);
    const [counts] = await apply({ operationId: one.operationId, result: declined, only: 'requires_action' });
    expect([counts?.state, counts?.notSent, await statusOf(one)]).toEqual(['failed', false, 'open']);
    expect((await told(one.operationId)).at(-1)).toEqual(['payments.operation-failed.v1 requires_action > failed', 'abandoned']);
  });

  it('changes nothing at all when it is also about an operation that nobody knows', async () => {
    const one = await asked();

    await expect(apply({ operationId: one.operationId, result: paid('pi_lost') }, { operationId: newId('op'), result: paid('pi_other') })).rejects.toThrow('No operation op_');

    expect(await statusOf(one)).toBe('requires_action');
  });
});
