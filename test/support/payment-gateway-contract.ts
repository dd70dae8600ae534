import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { newId } from '@holdfast/kernel';
import { freePort } from '../../apps/launcher/src/ports.js';
import { eventually } from './eventually.js';
import { type FaultScript, noScripts, script } from './gateway.js';
import { type Lie, LyingProxy, NONSENSE, twisted } from './lying-proxy.js';
import type { GatewayResult } from '../../libs/payments/src/domain/gateway-result.js';
import type { GatewayCall, PaymentGateway } from '../../libs/payments/src/domain/payment-gateway.js';

/** What the contract has to know of a gateway to try it. */
export interface ContractSubject {
  /** The adapter, led to an address. Without one: to where it really leads. */
  readonly open: (apiBase?: string, timeoutMs?: number) => PaymentGateway;
  /** A method that pays at once. */
  readonly pays: string;
  /** Methods that are declined; none where everything is accepted. */
  readonly declines: readonly string[];
  readonly currencies: readonly (readonly [currency: string, amount: number])[];
}

/** A gateway behind HTTP that has a sandbox with books of its own. */
export interface RemoteSubject extends ContractSubject {
  readonly sandbox: () => string;
  /** What the sandbox's books say was captured for a checkout, in minor units. */
  readonly charged: (checkoutId: string) => Promise<number[]>;
  /** The call that moves the money of an authorization, by method and path. */
  readonly charging: (method: string, path: string) => boolean;
  /** Places in its answer that must be exactly so before money counts. */
  readonly facts: readonly (readonly (string | number)[])[];
  /** Whether every call needs a token that is asked for before. */
  readonly asksForToken: boolean;
  /** How often the sandbox has to cut a connection before the adapter learns of it: clients may repeat a call once by themselves. */
  readonly cuts: number;
}

export const authorization = (over: Partial<GatewayCall> = {}): GatewayCall => ({
  key: newId('op'), kind: 'authorize', amount: 1_999, currency: 'EUR', method: 'transfer', payer: null, capture: 'automatic', checkoutId: newId('chk'), reference: null, own: null, returnUrl: null, ...over,
});

export const referenceOf = (result: GatewayResult): string => (result as { reference: string }).reference;

/** What every gateway keeps to, wherever it is. */
export function answersAsPromised({ open, pays, declines, currencies }: ContractSubject): void {
  const paying = (over: Partial<GatewayCall> = {}) => authorization({ method: pays, ...over });

  it.each(currencies)('authorizes %s %i, and echoes amount and currency', async (currency, amount) => {
    const call = paying({ amount, currency });

    expect(await open().execute(call)).toMatchObject({ outcome: 'succeeded', reference: expect.any(String), amount, currency });
  });

  it('gives the same key the same outcome', async () => {
    const [gateway, call] = [open(), paying()];

    expect(await gateway.execute(call)).toEqual(await gateway.execute(call));
  });

  it('finds what became of an operation by its reference, and without one tells nothing else', async () => {
    const [gateway, call] = [open(), paying()];
    const done = await gateway.execute(call);

    expect(await gateway.find({ ...call, reference: referenceOf(done) })).toEqual(done);
    const blind = await gateway.find(call);
    expect(blind.outcome === 'unknown' ? done : blind).toEqual(done);
  });

  it('does not take an operation for another one', async () => {
    const gateway = open();
    const other = await gateway.execute(paying({ amount: 777 }));

    const found = await gateway.find(paying({ reference: referenceOf(other) }));

    // Where nothing is asked of anybody, the operation itself is all there is.
    expect(gateway.inProcess ? 'unknown' : found.outcome).toBe('unknown');
  });

  if (declines.length > 0)
    it.each(declines)('declines %s', async (method) => {
      expect(await open().execute(authorization({ method }))).toMatchObject({ outcome: 'declined', code: expect.any(String) });
    });

  it('authorizes without capturing, captures, and gives back in parts, each once for its key', async () => {
    const gateway = open();
    const begun = paying({ capture: 'manual' });
    const authorized = await gateway.execute(begun);
    const then = (kind: GatewayCall['kind'], over = {}): GatewayCall => ({ ...begun, key: newId('op'), kind, reference: referenceOf(authorized), ...over });
    const steps = [then('capture'), then('refund', { amount: 500 }), then('refund', { amount: 1_000 })];

    for (const step of steps) {
      const first = await gateway.execute(step);
      expect(first).toMatchObject({ outcome: 'succeeded', amount: step.amount, currency: 'EUR' });
      expect(await gateway.execute(step)).toEqual(first);
    }
    if (gateway.inProcess) return;
    expect(await gateway.execute(then('refund', { amount: 500 }))).toMatchObject({ outcome: 'declined' });
    expect(await gateway.execute(then('void'))).toMatchObject({ outcome: 'declined' });
  });

  it('captures a part, and releases an authorization', async () => {
    const gateway = open();
    const [one, two] = [paying({ capture: 'manual' }), paying({ capture: 'manual' })];
    const [first, second] = [await gateway.execute(one), await gateway.execute(two)];
    expect([first, second]).toMatchObject([{ outcome: 'succeeded' }, { outcome: 'succeeded' }]);

    expect(await gateway.execute({ ...one, key: newId('op'), kind: 'capture', amount: 1_200, reference: referenceOf(first) })).toMatchObject({ outcome: 'succeeded', amount: 1_200 });
    const release: GatewayCall = { ...two, key: newId('op'), kind: 'void', reference: referenceOf(second) };
    expect(await gateway.execute(release)).toMatchObject({ outcome: 'succeeded', amount: 1_999 });
    expect(await gateway.execute(release)).toMatchObject({ outcome: 'succeeded', amount: 1_999 });
  });
}

/** What every gateway keeps to when the network, or the gateway itself, does not. */
export function survivesTheNetwork(subject: RemoteSubject): void {
  const { open, pays, sandbox, charged, cuts } = subject;
  const paying = (over: Partial<GatewayCall> = {}) => authorization({ method: pays, ...over });

  afterEach(() => noScripts(sandbox()));

  it('charges once for one key, one after the other and at once', async () => {
    const [gateway, call] = [open(), paying()];

    const results = await Promise.all([gateway.execute(call), gateway.execute(call)]);
    const repeat = await gateway.execute(call);

    // The one that came second may have been told that the key is in use: that is not certain, so it is unknown.
    expect(results.filter(({ outcome }) => outcome !== 'succeeded' && outcome !== 'unknown')).toEqual([]);
    expect(repeat.outcome).toBe('succeeded');
    expect(await charged(call.checkoutId)).toEqual([1_999]);
  });

  it.each<[FaultScript]>([
    [{ fault: 'hang' }],
    [{ fault: 'delay', delay_ms: 900 }],
    [{ fault: 'fail_before' }],
    [{ fault: 'succeed_then_500' }],
    [{ fault: 'succeed_then_drop', times: cuts }],
    [{ fault: 'reset', times: cuts }],
  ])('does not know after %p, and charges once when the key comes again', async (fault) => {
    const [gateway, call] = [open(), paying()];
    await script(sandbox(), fault);

    expect(await gateway.execute(call)).toMatchObject({ outcome: 'unknown' });
    await noScripts(sandbox());
    await eventually(async () => expect(await gateway.execute(call)).toMatchObject({ outcome: 'succeeded' }));
    expect(await charged(call.checkoutId)).toEqual([1_999]);
  });

  it('surely sent nothing where nobody listens, no name is found, and TLS does not come about', async () => {
    const silent = await listening((socket) => void socket.on('error', () => undefined));
    const places = [`http://127.0.0.1:${await freePort()}`, 'http://nobody.invalid', sandbox().replace('http:', 'https:'), `https://127.0.0.1:${silent.port}`];

    const results = await Promise.all(places.map((place) => open(place, 5_000).execute(paying())));
    silent.close();

    expect(results.map(({ outcome }) => outcome)).toEqual(places.map(() => 'not_sent'));
  });

  it('does not know once the first byte was out', async () => {
    const rude = await listening((socket) => void socket.on('error', () => undefined).once('data', () => socket.resetAndDestroy()));

    const result = await open(`http://127.0.0.1:${rude.port}`).execute(paying({ reference: null }));
    rude.close();

    // A gateway that is asked for a token first has surely not been told of the payment when that is where it breaks.
    expect(result.outcome).toBe(subject.asksForToken ? 'not_sent' : 'unknown');
  });

  it('learns nothing from a question that fails', async () => {
    const call = paying({ reference: 'nobody' });

    expect((await open(`http://127.0.0.1:${await freePort()}`).find(call)).outcome).toBe('unknown');
    await script(sandbox(), { fault: 'fail_before', operation: 'retrieve' });
    expect((await open().find(call)).outcome).toBe('unknown');
  });
}

/** What no gateway believes, however it is told. */
export function believesNoLies(subject: RemoteSubject): void {
  const { open, pays, sandbox, facts, charging } = subject;
  const paying = (over: Partial<GatewayCall> = {}) => authorization({ method: pays, ...over });
  let proxy: LyingProxy;

  beforeAll(async () => {
    proxy = await LyingProxy.before(sandbox(), charging);
  });
  afterAll(() => proxy.close());

  const answeredWith = (lie: Lie, call = paying()): Promise<GatewayResult> => {
    proxy.lie = lie;
    return open(proxy.url).execute(call);
  };
  const say = (body: string): Lie => (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body);

  it.each(NONSENSE)('does not know after %s', async (_, lie) => {
    expect(await answeredWith(lie)).toMatchObject({ outcome: 'unknown' });
  });

  it('never takes money for moved when a fact of the answer is another one', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.string(), fc.integer(), fc.constantFrom('USD', 'usd', '19.9', '019.99', '1999', 19.99, -1_999, 0.5, 'teleported', 'PENDING', 'processing'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...facts), value, async (path, lie) => {
        const result = await answeredWith((response, { body }) => say(twisted(body, path, lie) ?? '{}')(response, { status: 200, body }));
        expect(result.outcome).not.toBe('succeeded');
      }),
      { numRuns: 60 },
    );
  });

  it('never takes the answer to another operation for its own', async () => {
    await answeredWith((response, { body }) => say(body)(response, { status: 200, body }));
    const { body } = proxy.honest!;

    expect(await answeredWith(say(body))).toMatchObject({ outcome: 'unknown' });
  });
}

async function listening(met: (socket: Socket) => void): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    met(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  };
  return { port: (server.address() as { port: number }).port, close };
}
