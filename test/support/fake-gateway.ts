import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the gateway was asked: the form of the call, its fields by name. */
export interface GatewayQuestion {
  readonly method: string;
  readonly path: string;
  readonly form: URLSearchParams;
}

export type Reply = (response: ServerResponse, question: GatewayQuestion) => void;

/** A server in the place of Stripe that answers whatever a test wants. */
export class FakeGateway {
  reply: Reply = (response) => response.end();
  readonly questions: GatewayQuestion[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async listen(port = 0): Promise<FakeGateway> {
    const gateway = new FakeGateway();
    gateway.#server.listen(port, '127.0.0.1');
    await once(gateway.#server, 'listening');
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Takes no new connections, as a machine that is going down. */
  stopListening(): void {
    this.#server.close();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway');
    const question = { method: request.method ?? 'GET', path: pathname, form: request.method === 'GET' ? searchParams : new URLSearchParams(body) };
    this.questions.push(question);
    this.reply(response, question);
  }
}

/** Answers JSON. */
export const json =
  (body: unknown, status = 200): Reply =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** Answers the payment intent that was asked for, paid in full, with `changes`. */
export const paid =
  (changes: object = {}): Reply =>
  (response, question) => {
    const { form } = question;
    const amount = Number(form.get('amount'));
    const intent = {
      id: 'pi_fake', object: 'payment_intent', amount, amount_received: amount, amount_capturable: 0, currency: form.get('currency'), status: 'succeeded',
      metadata: { holdfast_operation: form.get('metadata[holdfast_operation]'), holdfast_checkout: form.get('metadata[holdfast_checkout]') },
      ...changes,
    };
    json(intent)(response, question);
  };
