import http from 'node:http';
import https from 'node:https';
import type { GatewayResult } from '../../../domain/gateway-result.js';
import { impatientAgent, neverLeft } from '../connections.js';

export interface PayPalSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://api-m.paypal.com`, `https://api-m.sandbox.paypal.com`, or the sandbox of `npm start`. */
  readonly apiBase: string;
  readonly timeoutMs: number;
  /** The id that PayPal gave the shop's webhook; without it no webhooks are taken. */
  readonly webhookId?: string | undefined;
}

/** There is no answer that could be read; `result` is all that is certain. */
export class NoPayPalAnswer extends Error {
  constructor(readonly result: Extract<GatewayResult, { outcome: 'not_sent' | 'unknown' }>) {
    super(result.code);
  }
}

export interface PayPalAnswer {
  readonly status: number;
  /** Empty where the answer has no body. */
  readonly body: Readonly<Record<string, unknown>>;
}

interface Token {
  readonly text: string;
  readonly until: number;
}

const MOST_BYTES = 1_000_000;
/** Tokens are given up that long before they end. */
const SPARE_MS = 60_000;
const UNREACHABLE: NoPayPalAnswer['result'] = { outcome: 'not_sent', code: 'gateway-unreachable' };
const NO_ANSWER: NoPayPalAnswer['result'] = { outcome: 'unknown', code: 'no-answer' };
const UNREADABLE: NoPayPalAnswer['result'] = { outcome: 'unknown', code: 'unreadable-answer' };
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** PayPal's REST protocol: JSON, a token of client credentials, one try per call, and what is certain about a call without an answer. */
export class PayPalClient {
  readonly #agent: http.Agent | https.Agent;
  readonly #base: URL;
  #token: Promise<Token> | undefined;

  constructor(private readonly settings: PayPalSettings) {
    this.#base = new URL(settings.apiBase);
    this.#agent = impatientAgent(this.#base.protocol);
  }

  get(path: string): Promise<PayPalAnswer> {
    return this.#call('GET', path, {});
  }

  /** `key` makes a repeat answer with what became of the first call (PayPal-Request-Id). */
  post(path: string, key: string, body: object): Promise<PayPalAnswer> {
    return this.#call('POST', path, { 'paypal-request-id': key, prefer: 'return=representation' }, JSON.stringify(body));
  }

  /** A question that moves nothing, its JSON as it stands. */
  ask(path: string, json: string): Promise<PayPalAnswer> {
    return this.#call('POST', path, {}, json);
  }

  async #call(method: string, path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<PayPalAnswer> {
    const signal = AbortSignal.timeout(this.settings.timeoutMs);
    const { text } = await this.#credentials(signal);
    const answer = await this.#send(method, path, { ...headers, authorization: `Bearer ${text}`, 'content-type': 'application/json' }, body, signal);
    // Refused before any work, so that a new token for the next call is all there is to do.
    if (answer.status === 401) this.#token = undefined;
    return answer;
  }

  /** One token for all, asked for once. Whatever goes wrong here: the call itself was surely not sent. */
  async #credentials(signal: AbortSignal): Promise<Token> {
    const token = await this.#token?.catch(() => undefined);
    if (token && token.until > Date.now()) return token;
    const asked = (this.#token = this.#askForToken(signal));
    try {
      return await asked;
    } catch (error) {
      if (this.#token === asked) this.#token = undefined;
      throw error;
    }
  }

  async #askForToken(signal: AbortSignal): Promise<Token> {
    const basic = Buffer.from(`${this.settings.clientId}:${this.settings.clientSecret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
    const { status, body } = await this.#send('POST', '/v1/oauth2/token', headers, 'grant_type=client_credentials', signal).catch(() => {
      throw new NoPayPalAnswer(UNREACHABLE);
    });
    const { access_token: text, expires_in: seconds } = body;
    const usable = status === 200 && typeof text === 'string' && /^[!-~]+$/.test(text) && typeof seconds === 'number';
    if (usable) return { text, until: Date.now() + seconds * 1_000 - SPARE_MS };
    throw new NoPayPalAnswer({ outcome: 'not_sent', code: status === 401 ? 'gateway-refused-our-key' : 'gateway-gave-no-token' });
  }

  #send(method: string, path: string, headers: http.OutgoingHttpHeaders, body: string | undefined, signal: AbortSignal): Promise<PayPalAnswer> {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const { request } = this.#base.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const lost = (error?: unknown): void => reject(new NoPayPalAnswer(neverLeft(error) ? UNREACHABLE : NO_ANSWER));
      const read = ({ statusCode: status = 0 }: http.IncomingMessage, text: string): void => {
        const answer = objectOf(text);
        if (answer) resolve({ status, body: answer });
        else reject(new NoPayPalAnswer(UNREADABLE));
      };
      const options = { method, agent: this.#agent, signal, headers: { ...headers, ...length } };
      const call = request(new URL(path, this.#base), options, (response) => collect(response, (text) => read(response, text), lost));
      call.on('error', lost);
      call.end(body);
    });
  }
}

function collect(response: http.IncomingMessage, done: (text: string) => void, lost: (error?: unknown) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    if ((size += chunk.length) > MOST_BYTES) response.destroy();
  });
  response.on('end', () => done(Buffer.concat(chunks).toString()));
  response.on('error', lost);
  // Says nothing new where the answer came to its end.
  response.on('close', lost);
}

function objectOf(text: string): Record<string, unknown> | undefined {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
