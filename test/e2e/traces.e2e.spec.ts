import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BUYER } from '../faults/buyer.js';
import { Fleet } from '../faults/fleet.js';
import { eventually } from '../support/eventually.js';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string; readonly intValue?: number } }[];
  readonly service: string;
}

/** Takes what a collector of OpenTelemetry takes (OTLP over HTTP, as JSON). */
class Collector {
  readonly spans: Span[] = [];
  readonly #server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => void parts.push(part));
    request.on('end', () => {
      for (const { resource, scopeSpans } of JSON.parse(Buffer.concat(parts).toString()).resourceSpans) {
        const service = resource.attributes.find(({ key }: { key: string }) => key === 'service.name').value.stringValue;
        for (const { spans } of scopeSpans) this.spans.push(...spans.map((span: Span) => ({ ...span, service })));
      }
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  open = (): Promise<void> => new Promise((listening) => this.#server.listen(0, '127.0.0.1', listening));
  close = (): void => void this.#server.close();

  of(traceId: string): Span[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }
}

describe('traces', () => {
  const collector = new Collector();
  let fleet: Fleet;

  beforeAll(async () => {
    await collector.open();
    fleet = await Fleet.open({ apis: 1, workers: 1, settings: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
  }, 60_000);
  afterAll(async () => {
    await fleet.close();
    collector.close();
  });

  const attributesOf = ({ attributes }: Span) => Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
  const checkOut = async (headers: Record<string, string>) => {
    const lines = [{ variant_id: await fleet.variant(1), quantity: 1 }];
    const cart = await fleet.client.good({ method: 'POST', path: '/v1/carts', key: randomUUID(), body: { ...BUYER, lines } });
    const body = { cart_id: cart.id, payment: { gateway: 'stripe', method: 'pm_card_visa' } };
    return fleet.client.good({ method: 'POST', path: '/v1/checkouts', key: randomUUID(), headers: { ...headers, 'holdfast-cart-token': cart.token }, body });
  };

  it('lead from the request of a client over the gateway and its events to the mail', async () => {
    const trace = randomUUID().replaceAll('-', '');
    await checkOut({ traceparent: `00-${trace}-00f067aa0ba902b7-01` });

    const spans = await eventually(() => {
      const found = collector.of(trace);
      expect(found.map(({ name }) => name)).toContain('send mail');
      expect(found.map(({ name }) => name)).toContain('POST /v1/checkouts');
      return found;
    }, 30_000);

    const request = spans.find(({ name }) => name === 'POST /v1/checkouts')!;
    expect(request).toMatchObject({ service: 'holdfast-api', parentSpanId: '00f067aa0ba902b7' });
    expect(attributesOf(request)).toMatchObject({ 'http.route': '/v1/checkouts', 'http.request.method': 'POST', 'http.response.status_code': 201 });
    expect(new Set(spans.map(({ name, service }) => `${service}: ${name}`))).toEqual(new Set([
      'holdfast-api: POST /v1/checkouts', 'holdfast-api: stripe authorize',
      ...spans.filter(({ name }) => name.startsWith('consume ')).map(({ name }) => `holdfast-worker: ${name}`), 'holdfast-worker: transaction', 'holdfast-worker: send mail',
    ]));
    expect(spans.map(({ name }) => name)).toContain('consume ordering.order-placed.v1');
    // Every span but the first hangs on another one of this trace.
    const ids = new Set(spans.map(({ spanId }) => spanId));
    expect(spans.filter(({ parentSpanId }) => !parentSpanId || !ids.has(parentSpanId)).map(({ name }) => name)).toEqual(['POST /v1/checkouts']);
    expect(JSON.stringify(spans)).not.toMatch(new RegExp([BUYER.email, BUYER.shipping_address.line1, 'pm_card_visa'].join('|')));
  });

  it('begin anew where a client brings none, or nothing that is one', async () => {
    const given = [undefined, 'nonsense', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `ff-${'a'.repeat(32)}-00f067aa0ba902b7-01`];
    for (const traceparent of given) await fleet.client.good({ method: 'GET', path: '/v1/products?limit=1', ...(traceparent && { headers: { traceparent } }) });

    await eventually(() => {
      const begun = collector.spans.filter(({ name }) => name === 'GET /v1/products');
      expect(begun).toHaveLength(given.length);
      expect(new Set(begun.map(({ traceId }) => traceId)).size).toBe(given.length);
      for (const { traceId, parentSpanId = '' } of begun) expect([traceId, parentSpanId]).toEqual([expect.stringMatching(/^(?!0{32}|a{32})[0-9a-f]{32}$/), '']);
    }, 30_000);
  });
});
