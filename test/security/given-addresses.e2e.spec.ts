import { globSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { card, cartWith, checkOut, expectProof, sellable } from '../support/journey.js';
import { eventually } from '../support/eventually.js';
import { ADMIN_KEY, Shop } from '../support/shop.js';

/** Files that open connections, and to whom: nothing that a client sends is among it. */
const CALLERS: Readonly<Record<string, string>> = {
  'libs/identity/src/adapters/openid-connect/bounded-fetch.ts': 'the OpenID provider of the settings; HTTPS, no redirects',
  'libs/notifications/src/adapters/mailers/smtp-mailer.ts': 'the mail server of the settings',
  'libs/payments/src/adapters/gateways/connections.ts': 'the payment gateways of the settings',
  'libs/payments/src/adapters/gateways/paypal/paypal-client.ts': 'PayPal, at the address of the settings',
  'libs/platform/src/test-clock/test-clock.controller.ts': 'the sandbox of the settings, in test mode alone',
  'libs/payments/src/adapters/http/gateway-scripts.controller.ts': 'the sandbox of the settings, in test mode alone',
};
const CONNECTS = /\bfetch\(|\b(http|https|net|tls|dns|http2)\.(request|get|connect|createConnection|lookup|resolve\w*)\(|from '(node:)?(http|https|http2|net|tls|dns|dgram)'|\bcreateTransport\(|\bnew (Agent|Pool|Client|WebSocket|EventSource|XMLHttpRequest)\(\{? ?(url|origin|\))/;

describe('addresses that clients give', () => {
  let shop: Shop;
  let trap: Server;
  let trapped: number;
  let url: string;

  beforeAll(async () => {
    shop = await Shop.open({ worker: true });
    trapped = 0;
    trap = createServer((socket) => {
      trapped++;
      socket.on('error', () => undefined).end();
    }).listen(0, '127.0.0.1');
    await once(trap, 'listening');
    url = `http://127.0.0.1:${(trap.address() as { port: number }).port}/trap`;
  });
  afterAll(async () => {
    trap.close();
    await shop.close();
  });

  const importDone = (id: string) =>
    eventually(async () => {
      const { body } = await shop.admin('GET', `/v1/admin/imports/${id}`);
      if (!['completed', 'failed'].includes(body.status)) throw new Error(body.status);
      return body;
    });

  it('are asked by nobody: files that open connections are known, and whom they ask is said in settings', () => {
    const root = new URL('../../', import.meta.url);
    const files = globSync('{libs,apps/api,apps/worker,apps/composition}/**/*.ts', { cwd: root.pathname }).filter((file) => !/\.spec\.ts$|-under-test\.ts$|smtp-server\.ts$/.test(file));
    const found = files.filter((file) => CONNECTS.test(readFileSync(new URL(file, root), 'utf8'))).map((file) => file.replaceAll('\\', '/'));

    expect(found.toSorted().filter((file) => !(file in CALLERS) && !ONLY_TYPES.has(file))).toEqual([]);
    for (const file of Object.keys(CALLERS)) expect(found).toContain(file);
  });

  it('are kept and shown, and not fetched: pictures of products, in bodies and in imported files', async () => {
    const product = await shop.admin('POST', '/v1/admin/products', { title: 'Mug', status: 'published', images: [{ url }], variants: [{ image_url: url, prices: [{ amount: 1, currency: 'EUR' }] }] });
    const form = new FormData();
    form.set('file', new Blob([`Handle,Title,Published,Variant Price,Image Src,Body (HTML)\nmug,Mug,true,1,${url},"<img src=""${url}"">"\n`], { type: 'text/csv' }), `${url}.csv`);
    const upload = await fetch(`${shop.url}/v1/admin/imports`, { method: 'POST', body: form, headers: { authorization: `Bearer ${ADMIN_KEY}`, 'idempotency-key': randomUUID() } });
    const { id } = (await upload.json()) as { id: string };

    expect(product.body.images[0].url).toBe(url);
    expect(await importDone(id)).toMatchObject({ status: 'completed' });
    expect((await shop.ask('GET', '/v1/products/by-handle/mug')).body.images[0].url).toBe(url);
    expect(trapped).toBe(0);
  });

  it('are where a shopper goes, and not where the shop goes: after paying', async () => {
    const cart = await cartWith(shop, [await sellable(shop), 1]);

    const { status } = await checkOut(shop, cart, { payment: { ...card(), return_url: url } });

    expect(status).toBe(201);
    await eventually(async () => {
      const { body } = await shop.ask('GET', '/v1/test/mailbox');
      if (body.data.length === 0) throw new Error('no mail yet');
    });
    expect(trapped).toBe(0);
  });

  it('are refused where the shop would not know whom it sends somebody to', async () => {
    const begun = await shop.ask('POST', '/v1/openid-connect/authorizations', { body: { redirect_uri: url } });
    const completed = await shop.ask('POST', `/v1/openid-connect/authorizations/oid_01h455vb4pex5vsknk084sn02q/completions`, { body: { secret: 'x'.repeat(43), response_url: `${url}?code=x&state=y&iss=${url}` } });

    expect([begun.status, completed.status].every((status) => status >= 400 && status < 500)).toBe(true);
    expect(trapped).toBe(0);
  });

  it('mean nothing in headers', async () => {
    const names = ['x-forwarded-host', 'x-forwarded-for', 'forwarded', 'referer', 'origin', 'x-original-url', 'x-webhook-url', 'destination', 'profile', 'link', 'from', 'client-ip', 'true-client-ip', 'x-wap-profile', 'traceparent'];
    const headers = Object.fromEntries(names.map((name) => [name, url]));

    for (const path of ['/v1/products', '/v1/carts', '/openapi.json', '/problems/not-found', '/nothing']) await shop.ask('GET', path, { headers, unchecked: true });

    expect(trapped).toBe(0);
  });

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'gopher://127.0.0.1:6379/_x', 'javascript:alert(1)', 'data:text/html,x', '//127.0.0.1/x', 'http://', '\\\\127.0.0.1\\x'])(
    'are refused unless they are of the web: %s', async (address) => {
      const product = await shop.admin('POST', '/v1/admin/products', { title: 'Mug', images: [{ url: address }], variants: [{}] });
      const cart = await cartWith(shop, [await sellable(shop), 1]);
      const checkout = await checkOut(shop, cart, { payment: { ...card(), return_url: address } });

      expect(checkout.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain('/payment/return_url');
      expect([product.status, checkout.status]).toEqual([400, 400]);
      expect(trapped).toBe(0);
      await expectProof(shop);
    },
  );
});

/** They name these modules for types or servers, and connect to nobody. */
const ONLY_TYPES = new Set([
  'libs/platform/src/http/client-address.ts', 'libs/platform/src/http/unreadable.ts', 'libs/platform/src/persistence/statement.ts',
  'libs/platform/src/overload/admission-control.ts', 'libs/platform/src/overload/refusal.ts',
  // Listen.
  'libs/platform/src/overload/server.ts', 'libs/platform/src/http/close-on-signals.ts', 'libs/platform/src/metrics/metrics-listener.ts',
]);
