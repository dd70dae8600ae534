import fc from 'fast-check';
import { newId } from '@holdfast/kernel';
import { freePort } from '../../apps/launcher/src/ports.js';
import type { MethodVault, SetupCall, SetupResult } from '../../libs/payments/src/domain/method-vault.js';
import { eventually } from './eventually.js';
import { type FaultScript, noScripts, script } from './gateway.js';
import { type Lie, LyingProxy, NONSENSE, twisted } from './lying-proxy.js';

/** What the contract has to know of a vault to try it. */
export interface VaultSubject {
  /** The adapter, led to an address. Without one: to where it really leads. */
  readonly open: (apiBase?: string, timeoutMs?: number) => MethodVault;
  /** A method that is kept at once, and how its card is shown. */
  readonly keeps: string;
  readonly card: { readonly brand: string; readonly last4: string };
  /** A method whose shopper has to act. */
  readonly asks: string;
  readonly declines: readonly string[];
  /** Does at the bank what the shopper is asked for, or refuses it; undefined where nobody can play the shopper. */
  readonly decide?: (result: SetupResult, what: 'approve' | 'decline') => Promise<unknown>;
}

/** A vault behind HTTP that has a sandbox with books of its own. */
export interface RemoteVaultSubject extends VaultSubject {
  readonly sandbox: () => string;
  /** How many setups the sandbox's books have for a payer. */
  readonly setups: (payer: string) => Promise<number>;
  readonly settingUp: (method: string, path: string) => boolean;
  /** Places in its answer that must be exactly so before anything counts as kept. */
  readonly facts: readonly (readonly (string | number)[])[];
  /** Where the card stands in it, and what no card looks like. */
  readonly face: readonly (string | number)[];
  readonly faces: readonly (readonly [field: string, lie: unknown])[];
  readonly cuts: number;
}

async function calling(vault: MethodVault, method: string, over: Partial<SetupCall> = {}): Promise<SetupCall> {
  const customer = newId('cus');
  // A machine that is busy may need longer than the vault waits; the same customer is the same payer.
  const enrolled = await eventually(async () => {
    const result = await vault.enroll(customer);
    if (result.outcome !== 'enrolled') throw new Error(`Not enrolled: ${JSON.stringify(result)}`);
    return result;
  });
  return { key: newId('pm'), method, payer: enrolled.payer, reference: null, returnUrl: 'https://shop.test/back', ...over };
}

const referenceOf = (result: SetupResult): string => (result as { reference: string }).reference;

/** What every vault keeps to, wherever it is. */
export function keepsAsPromised({ open, keeps, card, asks, declines, decide }: VaultSubject): void {
  it('knows a customer by one name', async () => {
    const [vault, customer] = [open(), newId('cus')];
    const first = await vault.enroll(customer);

    expect(first).toEqual({ outcome: 'enrolled', payer: expect.any(String) });
    expect(await vault.enroll(customer)).toEqual(first);
    expect(await vault.enroll(newId('cus'))).not.toEqual(first);
  });

  it('keeps a card, shows of it no more than a face, and the same key keeps it once', async () => {
    const vault = open();
    const call = await calling(vault, keeps);
    const kept = await vault.setUp(call);

    expect(kept).toEqual({
      outcome: 'active', reference: expect.any(String), token: expect.any(String),
      card: { ...card, expiryMonth: expect.any(Number), expiryYear: expect.any(Number) },
    });
    expect(await vault.setUp(call)).toEqual(kept);
  });

  it('finds what became of a setup, with its reference and without, and has nothing of one that never came', async () => {
    const vault = open();
    const call = await calling(vault, keeps);
    const kept = await vault.setUp(call);

    expect(await vault.find({ ...call, reference: referenceOf(kept) })).toEqual(kept);
    expect(await vault.find(call)).toEqual(kept);
    expect(await vault.find({ ...call, key: newId('pm') })).toMatchObject({ outcome: 'not_sent' });
  });

  it('does not take a setup for another one, nor for another customer', async () => {
    const vault = open();
    const call = await calling(vault, keeps);
    const reference = referenceOf(await vault.setUp(call));

    expect(await vault.find({ ...call, reference, key: newId('pm') })).toMatchObject({ outcome: 'unknown' });
    expect(await vault.find({ ...(await calling(vault, keeps)), key: call.key, reference })).toMatchObject({ outcome: 'unknown' });
  });

  it.each(declines)('declines %s', async (method) => {
    const vault = open();
    expect(await vault.setUp(await calling(vault, method))).toMatchObject({ outcome: 'declined', code: expect.any(String) });
  });

  it('waits for its shopper, and gives up when nobody does', async () => {
    const vault = open();
    const call = await calling(vault, asks);
    const waiting = await vault.setUp(call);

    expect(waiting).toMatchObject({ outcome: 'requires_action', nextAction: { type: 'redirect', url: expect.stringMatching(/^https?:/) } });
    const asked = { ...call, reference: referenceOf(waiting) };
    expect(await vault.find(asked)).toEqual(waiting);
    expect(await vault.abandon(asked)).toMatchObject({ outcome: 'declined' });
    expect(await vault.abandon(asked)).toMatchObject({ outcome: 'declined' });
  });

  if (decide)
    it.each([['approve', 'active'], ['decline', 'declined']] as const)('knows when the shopper comes to %s', async (what, outcome) => {
      const vault = open();
      const call = await calling(vault, asks);
      const waiting = await vault.setUp(call);
      await decide(waiting, what);

      const asked = { ...call, reference: referenceOf(waiting) };
      expect(await vault.find(asked)).toMatchObject({ outcome });
      expect(await vault.abandon(asked)).toMatchObject({ outcome });
    });

  it('tells what its books have, also of what somebody asked for once', async () => {
    const vault = open();
    const call = await calling(vault, keeps);
    const kept = await vault.setUp(call);
    const reference = referenceOf(kept);

    expect([vault.knows(reference), vault.knows('pi_1'), vault.knows('nobody')]).toEqual([true, false, false]);
    expect(await vault.observe(reference)).toEqual({ target: { id: call.key }, fact: kept });
    expect(await vault.observe(`${reference.slice(0, -6)}nobody`)).toBeUndefined();
  });

  it('takes a card away for ever, however often it is asked to', async () => {
    const vault = open();
    const call = await calling(vault, keeps);
    const kept = await vault.setUp(call);
    const { token } = kept as { token: string };

    expect(await vault.detach(token)).toEqual({ outcome: 'detached' });
    expect(await vault.detach(token)).toEqual({ outcome: 'detached' });
    expect(await vault.find({ ...call, reference: referenceOf(kept) })).toMatchObject({ outcome: 'declined', code: 'detached' });
  });
}

/** What every vault keeps to when the network, or the gateway itself, does not. */
export function keepsThroughTheNetwork({ open, keeps, sandbox, setups, cuts }: RemoteVaultSubject): void {
  afterEach(() => noScripts(sandbox()));

  it('sets up once for one key, two at once included', async () => {
    const vault = open();
    const call = await calling(vault, keeps);

    const results = await Promise.all([vault.setUp(call), vault.setUp(call)]);

    expect(results.filter(({ outcome }) => outcome !== 'active' && outcome !== 'unknown')).toEqual([]);
    expect((await vault.setUp(call)).outcome).toBe('active');
    expect(await setups(call.payer)).toBe(1);
  });

  it.each<[FaultScript]>([
    [{ fault: 'hang' }],
    [{ fault: 'delay', delay_ms: 900 }],
    [{ fault: 'fail_before' }],
    [{ fault: 'succeed_then_500' }],
    [{ fault: 'succeed_then_drop', times: cuts }],
    [{ fault: 'reset', times: cuts }],
  ])('does not know after %p, and sets up once when the key comes again', async (fault) => {
    const vault = open();
    const call = await calling(vault, keeps);
    await script(sandbox(), { ...fault, operation: 'setup' });

    expect(await vault.setUp(call)).toMatchObject({ outcome: 'unknown' });
    await noScripts(sandbox());
    await eventually(async () => expect(await vault.setUp(call)).toMatchObject({ outcome: 'active' }));
    expect(await setups(call.payer)).toBe(1);
  });

  it('surely sent nothing where nobody listens', async () => {
    const call = await calling(open(), keeps);
    const away = open(`http://127.0.0.1:${await freePort()}`);

    expect([await away.enroll(newId('cus')), await away.setUp(call)]).toMatchObject([{ outcome: 'not_sent' }, { outcome: 'not_sent' }]);
    expect([await away.find(call), await away.abandon({ ...call, reference: 'nobody' })]).toMatchObject([{ outcome: 'unknown' }, { outcome: 'unknown' }]);
    expect((await away.detach('nobody')).outcome).not.toBe('detached');
    await expect(away.observe('nobody')).rejects.toThrow();
  });

  it('takes nothing for detached that the gateway did not say', async () => {
    const vault = open();
    const { token } = (await vault.setUp(await calling(vault, keeps))) as { token: string };
    await script(sandbox(), { fault: 'fail_before', operation: 'detach' });

    expect(await vault.detach(token)).toMatchObject({ outcome: 'unknown' });
    await script(sandbox(), { fault: 'succeed_then_500', operation: 'detach' });
    expect(await vault.detach(token)).toMatchObject({ outcome: 'unknown' });
    expect(await vault.detach(token)).toEqual({ outcome: 'detached' });
  });
}

/** What no vault believes, however it is told. */
export function keepsNoLies({ open, keeps, sandbox, facts, face, faces, settingUp }: RemoteVaultSubject): void {
  let proxy: LyingProxy;
  beforeAll(async () => {
    proxy = await LyingProxy.before(sandbox(), settingUp);
  });
  afterAll(() => proxy.close());

  const answeredWith = async (lie: Lie): Promise<SetupResult> => {
    proxy.lie = lie;
    const vault = open(proxy.url);
    return vault.setUp(await calling(vault, keeps));
  };
  const say = (body: string): Lie => (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body);

  it.each(NONSENSE)('does not know after %s', async (_, lie) => {
    expect(await answeredWith(lie)).toMatchObject({ outcome: 'unknown' });
  });

  it('never takes a card for kept when a fact of the answer is another one', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.string(), fc.integer(), fc.constantFrom('processing', 'requires_action', '', null, 13));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...facts), value, async (path, lie) => {
        const result = await answeredWith((response, { body }) => say(twisted(body, path, lie) ?? '{}')(response, { status: 200, body }));
        expect(result.outcome).not.toBe('active');
      }),
      { numRuns: 60 },
    );
  });

  it.each(faces)('does not take for a card what has the %s %p', async (field, lie) => {
    const result = await answeredWith((response, { body }) => say(twisted(body, [...face, field], lie)!)(response, { status: 200, body }));
    expect(result).toMatchObject({ outcome: 'unknown', code: 'mismatch' });
  });

  it('never takes the answer to another setup for its own', async () => {
    await answeredWith((response, { body }) => say(body)(response, { status: 200, body }));
    const { body } = proxy.honest!;

    expect(await answeredWith(say(body))).toMatchObject({ outcome: 'unknown' });
  });
}
