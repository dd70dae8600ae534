import { newId } from '@holdfast/kernel';
import { freePort } from '../../apps/launcher/src/ports.js';
import type { GatewayCall } from '../../libs/payments/src/domain/payment-gateway.js';
import { noScripts, script } from './gateway.js';
import { authorization, referenceOf, type RemoteSubject } from './payment-gateway-contract.js';

/** What every gateway tells of its books, whoever wrote into them. */
export function showsItsBooks({ open, pays, sandbox }: RemoteSubject): void {
  const paying = (over: Partial<GatewayCall> = {}) => authorization({ method: pays, ...over });
  const then = (begun: GatewayCall, reference: string, over: Partial<GatewayCall>): GatewayCall => ({ ...begun, key: newId('op'), reference, ...over });

  afterEach(() => noScripts(sandbox()));

  it('shows what was authorized, captured and given back, by the operations that asked for it', async () => {
    const [gateway, call] = [open(), paying()];
    const reference = referenceOf(await gateway.execute(call));
    const refund = then(call, reference, { kind: 'refund', amount: 500 });
    const given = await gateway.execute(refund);

    expect(await gateway.observe(reference)).toMatchObject({
      reference, operationId: call.key, currency: 'EUR', authorization: { outcome: 'succeeded', amount: 1_999, captured: 1_999 }, captured: 1_999, released: 0, disputes: [],
      refunds: [{ reference: (given as { own: string }).own, operationId: refund.key, amount: 500, result: given }],
    });
  });

  it('shows what is released, and that nobody here let it run out', async () => {
    const [gateway, call] = [open(), paying({ capture: 'manual' })];
    const reference = referenceOf(await gateway.execute(call));
    const held = await gateway.observe(reference);
    await gateway.execute(then(call, reference, { kind: 'void' }));

    expect(held).toMatchObject({ captured: 0, released: 0 });
    expect(await gateway.observe(reference)).toMatchObject({ captured: 0, released: 1_999, releasedBecause: 'canceled_at_gateway' });
  });

  it('knows when it has nothing of that name, and says nothing when it cannot tell', async () => {
    const reference = referenceOf(await open().execute(paying()));

    expect(await open().observe('NOBODY')).toBeUndefined();
    await expect(open(`http://127.0.0.1:${await freePort()}`).observe(reference)).rejects.toThrow();
    for (const fault of ['fail_before', 'hang'] as const) {
      await script(sandbox(), { fault, operation: 'retrieve' });
      await expect(open().observe(reference)).rejects.toThrow();
    }
  });
}
