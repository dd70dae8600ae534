import { randomUUID } from 'node:crypto';
import { addressOf, BODIES } from './bodies.js';
import type { LoggedIn } from './people.js';
import { ADMIN_KEY, type Shop } from './shop.js';

export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** A route as the OpenAPI document of the running application tells of it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Kinds of credentials of which it takes any; none for a public route. */
  readonly credentials: readonly string[];
  /** Schema of its JSON body, if it takes one. */
  readonly body?: Schema;
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch']);

export interface Document {
  readonly paths: Record<string, Record<string, any>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

export const documentOf = async (shop: Shop): Promise<Document> => (await shop.ask('GET', '/openapi.json', { unchecked: true })).body;

export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).filter(([method]) => METHODS.has(method)).map(([method, { operationId, security = [], requestBody }]) => ({
      id: operationId as string,
      method: method.toUpperCase(),
      path,
      credentials: (security as object[]).flatMap((one) => Object.keys(one)),
      body: requestBody?.content['application/json']?.schema as Schema | undefined,
    })));
}

export interface Callers {
  readonly customer: LoggedIn;
  readonly owner: LoggedIn;
}

/** Asks a route as somebody who may, about something that does not exist. */
export function askAbout(shop: Shop, { id, method, path, credentials }: Operation, { customer, owner }: Callers, body: unknown = BODIES[id]) {
  const authorization = credentials.includes('api-key') ? `Bearer ${ADMIN_KEY}` : credentials.length === 0 ? undefined : (credentials.includes('customer') ? customer : owner).headers['authorization'];
  const headers = {
    ...(authorization ? { authorization } : {}),
    'idempotency-key': randomUUID(),
    'holdfast-cart-token': 'x'.repeat(43),
    'holdfast-order-token': 'x'.repeat(43),
  };
  return shop.ask(method, addressOf(path), { body: method === 'GET' ? undefined : body, headers });
}
