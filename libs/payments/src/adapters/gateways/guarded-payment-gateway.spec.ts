import { newId } from '@holdfast/kernel';
import { eventually } from '../../../../../test/support/eventually.js';
import { EVERYTHING } from '../../domain/gateway-capabilities.js';
import type { GatewayResult } from '../../domain/gateway-result.js';
import { type GatewayCall, type GatewayCondition, PaymentGateway } from '../../domain/payment-gateway.js';
import { GuardedPaymentGateway } from './guarded-payment-gateway.js';

const CALL: GatewayCall = { key: newId('op'), kind: 'authorize', amount: 1_999, currency: 'EUR', method: 'any', payer: null, capture: 'automatic', checkoutId: newId('chk'), reference: null, own: null, returnUrl: null };
const PAID: GatewayResult = { outcome: 'succeeded', reference: 'r', amount: 1_999, currency: 'EUR' };
const UNKNOWN: GatewayResult = { outcome: 'unknown', code: 'no-answer' };
const OPEN = { outcome: 'not_sent', code: 'gateway-circuit-open' };

/** A gateway that answers as it is told, and counts what reaches it. */
class Puppet extends PaymentGateway {
  override balance = () => Promise.resolve({ outcome: 'untold', code: 'a-puppet' } as const);

  readonly name = 'puppet';
  readonly inProcess = false;
  readonly capabilities = EVERYTHING;
  readonly vault = null;
  readonly keepsKeysSeconds = 60;
  reached = 0;
  answer: () => Promise<GatewayResult> = () => Promise.resolve(PAID);

  execute(): Promise<GatewayResult> {
    this.reached++;
    return this.answer();
  }

  find(): Promise<GatewayResult> {
    return this.answer();
  }

  abandon(): Promise<GatewayResult> {
    return this.answer();
  }

  async observe(): Promise<undefined> {
    this.reached++;
    if ((await this.answer()).outcome === 'unknown') throw new Error('no answer');
  }
}

function guarded(settings: Partial<{ concurrency: number; breakerCalls: number; pauseMs: number }> = {}) {
  const puppet = new Puppet();
  const seen: GatewayCondition[] = [];
  const gateway = new GuardedPaymentGateway(puppet, { concurrency: 10, breakerCalls: 4, pauseMs: 60_000, ...settings }, (condition) => seen.push(condition));
  const say = async (result: GatewayResult, times: number): Promise<void> => {
    puppet.answer = () => Promise.resolve(result);
    for (let call = 1; call <= times; call++) await gateway.execute(CALL);
  };
  return { puppet, gateway, seen, say };
}

describe('a guarded gateway', () => {
  it.each<[GatewayResult]>([[UNKNOWN], [{ outcome: 'not_sent', code: 'gateway-unreachable' }]])('is left alone once most calls ended with %p', async (trouble) => {
    const { gateway, puppet, seen, say } = guarded();
    await say(trouble, 4);

    puppet.answer = () => Promise.resolve(PAID);

    expect(await gateway.execute(CALL)).toEqual(OPEN);
    expect(puppet.reached).toBe(4);
    expect(seen).toEqual([{ gateway: 'puppet', circuit: 'open', openCalls: expect.any(Number) }]);
    expect(gateway.condition.circuit).toBe('open');
  });

  it.each<[GatewayResult]>([[PAID], [{ outcome: 'declined', code: 'insufficient_funds' }], [{ outcome: 'requires_action', reference: 'r', nextAction: null }]])('is as well as can be while it answers %p', async (answer) => {
    const { gateway, puppet, say } = guarded();

    await say(answer, 40);

    expect([puppet.reached, gateway.condition.circuit]).toEqual([40, 'closed']);
  });

  it('can be asked what became of an operation while its circuit is open', async () => {
    const { gateway, puppet, say } = guarded();
    await say(UNKNOWN, 4);

    puppet.answer = () => Promise.resolve(PAID);

    expect(await gateway.find(CALL)).toEqual(PAID);
    expect(await gateway.execute(CALL)).toEqual(OPEN);
  });

  it('is not asked for all its books while its circuit is open, and such questions that fail open it as well', async () => {
    const { gateway, puppet } = guarded();
    puppet.answer = () => Promise.resolve(UNKNOWN);

    for (let question = 1; question <= 6; question++) await expect(gateway.observe('r')).rejects.toThrow();

    expect([puppet.reached, gateway.condition.circuit]).toEqual([4, 'open']);
    expect(await gateway.execute(CALL)).toEqual(OPEN);
  });

  it('is tried with one call after a while, and is back when that one succeeds', async () => {
    const { gateway, puppet, seen, say } = guarded({ pauseMs: 20 });
    await say(UNKNOWN, 4);
    let answer: (result: GatewayResult) => void = () => undefined;
    puppet.answer = () => new Promise((resolve) => (answer = resolve));
    let probe: Promise<GatewayResult> | undefined;

    // The pause is over when a call reaches it.
    await eventually(() => {
      const call = gateway.execute(CALL);
      if (puppet.reached === 4) throw new Error('still paused');
      probe = call;
    });
    const meanwhile = await Promise.all(Array.from({ length: 5 }, () => gateway.execute(CALL)));
    answer(PAID);

    expect(meanwhile).toEqual(Array.from({ length: 5 }, () => OPEN));
    expect(await probe).toEqual(PAID);
    puppet.answer = () => Promise.resolve(PAID);
    expect(await gateway.execute(CALL)).toEqual(PAID);
    expect(seen.map(({ circuit }) => circuit)).toEqual(['open', 'half_open', 'closed']);
    expect(puppet.reached).toBe(6);
  });

  it('turns away what it has no room for, and only that', async () => {
    const { gateway, puppet } = guarded({ concurrency: 2, breakerCalls: 0 });
    const answers: ((result: GatewayResult) => void)[] = [];
    puppet.answer = () => new Promise((resolve) => answers.push(resolve));

    const waiting = [gateway.execute(CALL), gateway.execute(CALL)];
    const full = gateway.condition.openCalls;
    const [third, question] = [await gateway.execute(CALL), await gateway.find(CALL)];
    answers.forEach((answer) => answer(PAID));

    expect(full).toBe(2);
    expect([third, question]).toEqual([{ outcome: 'not_sent', code: 'gateway-overloaded' }, { outcome: 'unknown', code: 'cannot-ask' }]);
    expect(await Promise.all(waiting)).toEqual([PAID, PAID]);
    expect(gateway.condition.openCalls).toBe(0);
  });

  it('never breaks where that is turned off', async () => {
    const { gateway, puppet, say } = guarded({ breakerCalls: 0 });

    await say(UNKNOWN, 40);

    expect([puppet.reached, gateway.condition.circuit]).toEqual([40, 'closed']);
  });

  it('tells of each call how it ended, also of one that it turned away or that threw', async () => {
    const puppet = new Puppet();
    const told: string[] = [];
    const gateway = new GuardedPaymentGateway(puppet, { concurrency: 10, breakerCalls: 4 }, undefined, (...[name, call, outcome, seconds]) => {
      expect(seconds).toBeGreaterThanOrEqual(0);
      told.push(`${name} ${call} ${outcome}`);
    });

    await gateway.execute(CALL);
    puppet.answer = () => Promise.resolve(UNKNOWN);
    for (let call = 1; call <= 4; call++) await gateway.execute({ ...CALL, kind: 'refund' });
    await gateway.find(CALL);
    await expect(gateway.observe('r')).rejects.toThrow();

    expect(told).toEqual(['puppet authorize succeeded', ...Array(3).fill('puppet refund unknown'), 'puppet refund not_sent', 'puppet find unknown', 'puppet observe error']);
  });
});
