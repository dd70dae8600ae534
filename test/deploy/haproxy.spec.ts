import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnv, settings } from '@holdfast/config';
import { freePort } from '../../apps/launcher/src/ports.js';
import { ROOT } from '../support/checkout.js';
import { buyingSegments, seconds, textOf } from '../support/deployment.js';
import { eventually } from '../support/eventually.js';

const FILE = join(ROOT, 'deploy/haproxy/haproxy.cfg');
const text = textOf('deploy/haproxy/haproxy.cfg');
const hasHaproxy = spawnSync('haproxy', ['-v']).status === 0;
const where = hasHaproxy ? it : it.skip;

const backend = (name: string): string => new RegExp(`^backend ${name}\\n((?:  .*\\n)+)`, 'm').exec(text)![1]!;

describe('the balancer', () => {
  it('keeps connections for exactly what has a bulkhead of its own in the API: checkouts, orders, and the news of gateways', () => {
    const [, segments] = /acl buys path,field\(3,\/\) -m str (.*)/.exec(text)!;
    const connections = ['buying', 'browsing'].map((name) => Number(/default-server maxconn (\d+)/.exec(backend(name))![1]));

    expect(segments!.split(' ').toSorted()).toEqual(buyingSegments());
    expect(connections).toEqual([128, 384]);
    expect(/server-template .*/.exec(backend('buying'))![0]).toBe(/server-template .*/.exec(backend('browsing'))![0]);
  });

  it('repeats nothing that may have arrived, and waits longer than a payment gateway may take', () => {
    expect(text.match(/retry-on .*/g)).toEqual(['retry-on conn-failure']);
    expect(seconds(/timeout server (\w+)/.exec(text)![1]!)).toBeGreaterThan(2 * (settings.GATEWAY_TIMEOUT_MS.fallback / 1_000));
    expect(seconds(/timeout server (\w+)/.exec(text)![1]!)).toBeGreaterThan(settings.REQUEST_TIMEOUT_MS.fallback / 1_000);
  });

  where('is understood by HAProxy without a warning (skipped without it: apt-get install haproxy)', () => {
    const { status, stderr } = spawnSync('haproxy', ['-c', '-f', FILE], { encoding: 'utf8' });

    expect([status, stderr.match(/WARNING.*/g)]).toEqual([0, null]);
  });

  describe('before an API', () => {
    /** Answers with what it was asked, as an API would be seen from here; what is to be held, not before it is let go. */
    const held: ServerResponse[] = [];
    const api = createServer(({ url, headers }, response) => void (url?.includes('hold') ? held.push(response) : response.end(JSON.stringify({ url, headers }))));
    const balancers: ChildProcess[] = [];
    let folder: string;
    let shop: string;
    let figures: string;

    /** HAProxy with this configuration; answers where clients and where people of the shop reach it. */
    const balance = async (configuration: string): Promise<[shop: string, figures: string]> => {
      const file = join(folder, `${balancers.length}.cfg`);
      writeFileSync(file, configuration);
      const [port, statistics] = [await freePort(), await freePort()];
      const addresses = { HAPROXY_API: `127.0.0.1:${(api.address() as AddressInfo).port}`, HAPROXY_BIND: `127.0.0.1:${port}`, HAPROXY_FIGURES: `127.0.0.1:${statistics}` };
      balancers.push(spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore', env: childEnv(addresses) }));
      const origin = `http://127.0.0.1:${port}`;
      await eventually(async () => expect((await ask('/v1/products', {}, origin)).status).toBe(200));
      return [origin, `http://127.0.0.1:${statistics}`];
    };

    beforeAll(async () => {
      if (!hasHaproxy) return;
      folder = mkdtempSync(join(tmpdir(), 'holdfast-haproxy-'));
      api.listen(0, '127.0.0.1');
      await once(api, 'listening');
      [shop, figures] = await balance(text);
    });
    afterAll(() => {
      for (const balancer of balancers) balancer.kill('SIGKILL');
      api.closeAllConnections();
      api.close();
      if (folder) rmSync(folder, { recursive: true });
    });

    const ask = async (path: string, headers: Record<string, string> = {}, origin = shop) => {
      const response = await fetch(`${origin}${path}`, { headers });
      const body = await response.text();
      return { status: response.status, headers: response.headers, seen: body.startsWith('{') ? JSON.parse(body) : undefined };
    };

    where('says who asks, and believes nobody who says it themselves', async () => {
      const { seen } = await ask('/v1/checkouts', { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'forwarded': 'for=203.0.113.9' });

      expect(seen.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http', 'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/) });
      expect(seen.headers['forwarded']).toBeUndefined();
      expect((await ask('/v1/orders', { 'x-request-id': 'from-the-client' })).seen.headers['x-request-id']).toBe('from-the-client');
    });

    where('shows probes and figures to nobody outside', async () => {
      for (const path of ['/livez', '/readyz', '/startupz', '/metrics']) expect([path, (await ask(path)).status]).toEqual([path, 404]);
      expect(await (await fetch(`${figures}/metrics`)).text()).toContain('haproxy_backend_active_servers{proxy="buying"} 10');
    });

    where('leaves connections to buy with while reads hold all of theirs', async () => {
      const [small] = await balance(text.replace('maxconn 384', 'maxconn 2').replaceAll('api 10 ', 'api 1 ').replace('timeout queue 2s', 'timeout queue 200ms'));
      const reads = [1, 2].map(() => ask('/v1/products?hold', {}, small));
      await eventually(async () => expect(held).toHaveLength(2));

      expect(await ask('/v1/products', {}, small)).toMatchObject({ status: 503, seen: { code: 'overloaded' } });
      for (const path of ['/v1/checkouts', '/v1/orders/ord_1', '/v1/gateway-webhooks/stripe']) expect([path, (await ask(path, {}, small)).status]).toEqual([path, 200]);

      for (const response of held) response.end();
      expect((await Promise.all(reads)).map(({ status }) => status)).toEqual([200, 200]);
    });

    where('tells that nothing was looked at, as the shop does, when no API is left', async () => {
      api.closeAllConnections();
      api.close();

      await eventually(async () => {
        const { status, headers, seen } = await ask('/v1/products');
        expect([status, headers.get('content-type'), headers.get('retry-after')]).toEqual([503, 'application/problem+json', '1']);
        expect(seen).toMatchObject({ code: 'overloaded', status: 503, retry_after: 1, request_id: expect.stringMatching(/^[\da-f-]{36}$/) });
      });
    });
  });
});
