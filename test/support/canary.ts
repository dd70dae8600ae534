import { randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { toId, toUuid } from '@holdfast/kernel';
import { CATALOG_OF_COLUMNS, type CatalogedColumn, isPersonal } from '@holdfast/platform';
import { HOLDINGS } from '../../apps/composition/holdings.js';
import { LinkTokens } from '../../libs/identity/src/application/link-tokens.js';
import { checkOut, type OpenedCart } from './journey.js';
import { keptCard, setUp } from './payment-methods.js';
import { ADMIN_KEY, type Shop } from './shop.js';
import { sql } from './sql.js';

const STAFF = new Set(HOLDINGS.filter(({ about }) => about === 'staff').map(({ table }) => table));

/** A column of the catalog that can hold something about a customer. */
export const columnsAboutCustomers = async (shop: Shop): Promise<CatalogedColumn[]> =>
  (await sql<CatalogedColumn>(shop.database.url, CATALOG_OF_COLUMNS)).filter((column) => isPersonal(column) && !STAFF.has(column.table));

/** Somebody all of whose data can be told from everything else: a marker stands in each text. */
export class Canary {
  /** Lower-case letters and digits: it stands unchanged in addresses of mails, in URLs and in JSON. */
  readonly marker = `zq${randomBytes(6).toString('hex')}`;
  readonly nextEmail = `${this.marker}.next@example.com`;
  readonly password = `seven quiet ${this.marker} rivers`;
  id = '';
  headers: Record<string, string> = {};

  constructor(
    readonly shop: Shop,
    /** Where it calls from: an address of this machine that nobody else calls from. */
    readonly address: string,
    /** Too short to be a text of one's own. */
    readonly country: string,
    readonly email = '',
  ) {
    this.email ||= `${this.marker}.first@example.com`;
  }

  /** What must not be found anywhere once it is erased, in every form in which bytes may be kept. */
  get needles(): string[] {
    return [this.marker, this.address, ...[0, 1, 2].map((offset) => base64Within(this.marker, offset))];
  }

  /** Of its card: as many digits as there are, and nobody else's. */
  get last4(): string {
    return this.address.replaceAll(/\D/g, '').slice(-4);
  }

  /** Distinct values of a column that are this one's. */
  async valuesOf({ table, column }: CatalogedColumn): Promise<string[]> {
    const exact = [this.address, ...(column === 'country' ? [this.country] : []), ...(column === 'last4' ? [this.last4] : [])];
    const rows = await sql<{ value: string }>(
      this.shop.database.url,
      `select distinct ${column}::text as value from ${table} where position($1 in ${column}::text) > 0 or ${column}::text = any($2) order by 1`,
      [this.marker, exact],
    );
    return rows.map(({ value }) => value);
  }

  postal(field: string): Record<string, string> {
    const text = (name: string, max = 60) => `${this.marker}-${field}-${name}`.slice(0, max);
    return {
      name: text('name'), line1: text('line1'), line2: text('line2'), city: text('city'), region: text('region'), postal_code: text('pc', 20),
      country: this.country, phone: text('phone', 40),
    };
  }

  /** A guest who buys under the address that the account will have, and leaves a cart behind. */
  async shopAsGuest(variant: string): Promise<{ bought: string; open: OpenedCart }> {
    const bought = await this.#buy(await this.#cart('guest', variant, {}));
    return { bought, open: await this.#cart('guest-left', variant, {}) };
  }

  /** A cart in checkout: it waits for a payment. */
  async leaveCheckout(variant: string): Promise<string> {
    const cart = await this.#cart('waiting', variant, {});
    const { status, body, text } = await this.shop.ask('POST', '/v1/checkouts', { headers: { ...cart.headers, 'idempotency-key': randomUUID() }, body: { cart_id: cart.id } });
    if (status !== 201) throw new Error(text);
    return body.id;
  }

  async register(): Promise<void> {
    await this.#post('/v1/customers', { email: this.email, name: `${this.marker} registered`, password: this.password });
    await this.#confirm('registrations', 'reg', 'email-verifications');
    await this.logIn();
    this.id = (await this.shop.ask('GET', '/v1/customers/me', { headers: this.headers })).body.id;
  }

  async logIn(email = this.email): Promise<void> {
    const { access_token } = await this.#from('/v1/sessions', { email, password: this.password });
    this.headers = { authorization: `Bearer ${access_token}` };
  }

  async fillAccount(): Promise<void> {
    await this.shop.ask('PATCH', '/v1/customers/me', { headers: this.headers, body: { name: `${this.marker} profile`, phone: `${this.marker} phone` } });
    await this.#post('/v1/customers/me/addresses', this.postal('book'));
    await this.#post('/v1/customers/me/email-changes', { email: this.nextEmail });
    await this.#confirm('email_changes', 'emc', 'email-changes');
    await this.#post('/v1/customers/me/password-changes', { current_password: this.password, password: this.password });
    await this.logIn(this.nextEmail);
  }

  shopAsCustomer(variant: string): Promise<string> {
    return this.#cart('own', variant, this.headers).then((cart) => this.#buy(cart));
  }

  /** One card is kept, one waits at the bank for its owner: what the gateway's form answered stands there until then. */
  async keepCards(): Promise<void> {
    await keptCard(this.shop, this);
    const return_url = `https://shop.test/cards?who=${this.marker}`;
    const { body, text } = await setUp(this.shop, this, 'pm_card_threeDSecure2Required', { return_url });
    if (body?.status !== 'requires_action') throw new Error(text);
    await sql(this.shop.database.url, `update payments.payment_methods set method = $2 where id = $1`, [toUuid(body.id), `pm_${this.marker}`]);
    await sql(this.shop.database.url, `update payments.payment_methods set last4 = $2 where customer_id = $1 and state = 'active'`, [toUuid(this.id), this.last4]);
  }

  /** Staff acts for them, which goes into the audit log: a cart described with an API key, an account closed and opened. */
  async beServed(variant: string): Promise<void> {
    const cart = await this.#cart('served', variant, {});
    const headers = { ...cart.headers, authorization: `Bearer ${ADMIN_KEY}` };
    await this.shop.ask('PATCH', `/v1/carts/${cart.id}`, { headers, body: { email: this.nextEmail, shipping_address: this.postal('served-again') } });
    for (const what of ['disablements', 'enablements']) await this.shop.admin('POST', `/v1/admin/customers/${this.id}/${what}`);
    await this.logIn(this.nextEmail);
  }

  /** What no route writes, or only one that needs a provider or half a minute, so that its columns are seeded all the same. */
  async seedWithoutRoute(): Promise<void> {
    const { url } = this.shop.database;
    await sql(url, `update ordering.orders set metadata = jsonb_build_object('note', $2::text) where customer_id = $1`, [toUuid(this.id), `${this.marker} note`]);
    await sql(url, `update payments.payments p set return_url = $2 from ordering.orders o where o.checkout_id = p.checkout_id and o.customer_id = $1`, [toUuid(this.id), `https://shop.test/?who=${this.marker}`]);
    await sql(
      url,
      `insert into identity.mfa_challenges (id, subject_kind, subject_id, secret_hash, device, address, expires_at)
       values ($1, 'cus', $2, sha256(gen_random_uuid()::text::bytea), $3, $4, now() + interval '4 minutes')`,
      [randomUUID(), toUuid(this.id), `${this.marker} challenged`, this.address],
    );
    await sql(url, `insert into identity.external_identities (id, customer_id, issuer, subject) values ($1, $2, 'https://provider.test', $3)`, [randomUUID(), toUuid(this.id), `${this.marker}-external`]);
  }

  /** Requests that are refused, each with something personal in it. */
  async fail(variant: string): Promise<void> {
    const ask = (method: string, path: string, body?: unknown, raw?: string) => this.shop.ask(method, path, { headers: { 'user-agent': `${this.marker} failing` }, body, raw, unchecked: true });
    await ask('POST', '/v1/sessions', { email: this.email, password: `wrong ${this.marker} password` });
    await ask('POST', '/v1/customers', { email: this.email, name: this.marker, password: this.marker.slice(0, 5) });
    await ask('POST', '/v1/customers', { email: `${this.marker} at nowhere`, name: this.marker, password: this.password, [this.marker]: true });
    await ask('POST', '/v1/carts', undefined, `{"email": "${this.email}", "shipping_address": {"name": "${this.marker}"`);
    await ask('POST', '/v1/carts', { email: this.email, lines: [{ variant_id: variant, quantity: 20_000 }] });
    await ask('GET', `/v1/admin/orders?email=${this.email}`);
    await ask('GET', `/v1/products?q=${this.marker}&who=${this.marker}`);
    await ask('GET', `/v1/${this.marker}`);
    await this.shop.admin('GET', `/v1/admin/orders?email=${this.email}`);
    const cart = await this.#cart('failing', variant, {});
    await checkOut(this.shop, cart, { payment: { gateway: 'stripe', method: 'pm_card_chargeDeclined', return_url: `https://shop.test/back?who=${this.marker}` } });
  }

  async #cart(field: string, variant: string, headers: Record<string, string>): Promise<OpenedCart> {
    const { status, body, text } = await this.shop.ask('POST', '/v1/carts', {
      headers: { ...headers, 'idempotency-key': randomUUID() },
      body: {
        currency: 'EUR', email: headers['authorization'] ? this.nextEmail : this.email, shipping_address: this.postal(`${field}-ship`), billing_address: this.postal(`${field}-bill`),
        metadata: { gift: `${this.marker} ${field} metadata` }, lines: [{ variant_id: variant, quantity: 1 }],
      },
    });
    if (status !== 201) throw new Error(text);
    return { id: body.id, token: body.token, headers: body.token ? { 'holdfast-cart-token': body.token } : headers };
  }

  /** The id of the order. */
  async #buy(cart: OpenedCart): Promise<string> {
    const { status, body, text } = await checkOut(this.shop, cart, { payment: { gateway: 'manual', method: `${this.marker}-transfer` } });
    if (status !== 201 || !body.order) throw new Error(text);
    return body.order.id;
  }

  async #post(path: string, body: object): Promise<any> {
    const answer = await this.shop.ask('POST', path, { headers: this.headers, body });
    if (answer.status >= 300) throw new Error(answer.text);
    return answer.body;
  }

  /** Reads the mail of the newest row that names this one, and answers it. */
  async #confirm(table: string, prefix: string, route: string): Promise<void> {
    const [row] = await sql<{ id: string }>(this.shop.database.url, `select id from identity.${table} where email in ($1, $2) order by created_at desc limit 1`, [this.email, this.nextEmail]);
    const id = toId(prefix, row!.id);
    await this.#post(`/v1/${route}/${id}/confirmations`, { token: this.shop.app.get(LinkTokens, { strict: false }).of(id) });
  }

  /** A request from this one's own address, and with a device of its own. */
  #from(path: string, body: object): Promise<any> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'user-agent': `${this.marker} browser` };
      const sent = request(`${this.shop.url}${path}`, { method: 'POST', localAddress: this.address, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => (response.statusCode === 201 ? resolve(JSON.parse(Buffer.concat(chunks).toString())) : reject(new Error(Buffer.concat(chunks).toString()))));
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });
  }
}

/** What of a text is the same in any base64 in which it starts so many bytes after a group. */
function base64Within(text: string, offset: number): string {
  const whole = Buffer.from('x'.repeat(offset) + text).toString('base64');
  return whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + text.length) * 8) / 6));
}

/** Every text in a JSON value. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}
