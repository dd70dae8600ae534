import { problems } from '@holdfast/kernel';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import { PROTOCOL_PROBLEMS } from '../../libs/platform/src/http/problem.filter.js';
import { Shop } from '../support/shop.js';

interface Named {
  readonly method: string;
  readonly path: string;
  readonly operation: any;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

const CREDENTIALS: readonly [RegExp, readonly string[]][] = [
  [/^\/v1\/sessions\/current/, ['customer', 'staff']],
  [/^\/v1\/(customers\/me|carts\/current$|carts\/\{id\}\/claims|orders$)/, ['customer']],
  [/^\/v1\/staff\/me/, ['staff']],
  [/./, ['api-key', 'staff']],
];

/** Who may call what, as the addresses say it. */
function credentialsOf(path: string): object[] {
  const [, kinds] = CREDENTIALS.find(([pattern]) => pattern.test(path))!;
  return kinds.map((kind) => ({ [kind]: [] }));
}

/** Where guests and customers meet: no credential, or a customer's. */
const OPTIONAL = [{}, { customer: [] }];
const takesGuests = (path: string): boolean => /^\/v1\/(carts|checkouts|orders)/.test(path);

describe('the OpenAPI document', () => {
  let shop: Shop;
  let document: OpenAPIObject;
  let operations: Named[];

  beforeAll(async () => {
    shop = await Shop.open();
    document = (await shop.ask('GET', '/openapi.json', { unchecked: true })).body;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).filter(([method]) => METHODS.includes(method)).map(([method, operation]) => ({ method, path, operation })));
  });
  afterAll(() => shop.close());

  /** Which operations break a rule. */
  const breaking = (rule: (named: Named) => boolean) => operations.filter((named) => !rule(named)).map(({ method, path }) => `${method} ${path}`);
  const header = ({ operation }: Named, name: string) => operation.parameters.find((parameter: any) => parameter.in === 'header' && parameter.name === name);
  const examplesOf = (response: any): any[] => Object.values(response.content?.['application/problem+json']?.examples ?? {});

  it('is OpenAPI 3.1, and says what it is about', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info).toMatchObject({ title: 'Holdfast', version: '1', license: { name: 'MIT' }, description: expect.any(String) });
    expect(document.servers?.map(({ url }) => url)).toEqual(['./', 'http://shop.test']);
    expect(document.components?.securitySchemes).toMatchObject({ 'api-key': { type: 'http', scheme: 'bearer' } });
  });

  it('names every route that there is, and none else', () => {
    const fastify = shop.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    const routes = routesOf(fastify.printRoutes({ commonPrefix: false, includeHooks: false }))
      .filter((route) => !/ \/(docs|problems|openapi\.)/.test(route))
      .map((route) => route.replaceAll(/:(\w+)/g, '{$1}'));

    expect(routes.length).toBeGreaterThan(30);
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routes.sort());
  });

  it('gives every operation a summary, one tag and an id of its own', () => {
    const ids = operations.map(({ operation }) => operation.operationId);

    expect(breaking(({ operation }) => /^[A-Z].+[^.]$/.test(operation.summary) && operation.tags?.length === 1)).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^\w+$/);
  });

  it('says of every success what comes, and of every failure that it is a problem', () => {
    const success = ([status, response]: [string, any]) =>
      !status.startsWith('2') || status === '204' || Object.values<any>(response.content ?? {}).some(({ schema }) => schema !== undefined);
    const failure = ([status, response]: [string, any]) => /^[23]/.test(status) || response.content?.['application/problem+json'] !== undefined || response.content?.['application/json'] !== undefined;

    expect(breaking(({ operation }) => Object.keys(operation.responses).some((status) => status.startsWith('2')))).toEqual([]);
    expect(breaking(({ operation }) => Object.entries(operation.responses).every(success))).toEqual([]);
    expect(breaking(({ operation }) => Object.entries(operation.responses).every(failure))).toEqual([]);
    expect(breaking(({ operation }) => operation.responses['default'] !== undefined)).toEqual([]);
    expect(breaking(({ operation }) => Object.values<any>(operation.responses).every(({ description }) => description?.length > 0))).toEqual([]);
  });

  it('shows an example of every problem that an operation names, and knows the code', () => {
    const known = new Map(problems().map(({ code, title }) => [code, title]));

    for (const { method, path, operation } of operations) {
      for (const [status, response] of Object.entries<any>(operation.responses)) {
        if (!/^[45]/.test(status) || !response.content['application/problem+json']) continue;
        const { schema } = response.content['application/problem+json'];
        const codes = schema.allOf[1].properties.code.enum;
        expect([method, path, status, examplesOf(response).map(({ value }) => value.code)]).toEqual([method, path, status, codes]);
        for (const { value } of examplesOf(response)) {
          expect(value).toMatchObject({ type: expect.stringMatching(`/problems/${value.code}$`), title: known.get(value.code), status: Number(status) });
        }
      }
    }
  });

  it('serves a page for every problem that there is', async () => {
    const codes = [...problems(), ...PROTOCOL_PROBLEMS].map(({ code }) => code);
    const list = await shop.ask('GET', '/problems', { unchecked: true });

    for (const code of codes) {
      const page = await shop.ask('GET', `/problems/${code}`, { unchecked: true });
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.text).toContain(`<code>${code}</code>`);
      expect(list.text).toContain(`href="/problems/${code}"`);
    }
  });

  it('states the credential of every operation that needs one, and of no other', async () => {
    const guarded = operations.filter(({ path }) => /^\/v1\/(admin|ops)\//.test(path));
    expect(guarded.length).toBeGreaterThan(15);

    for (const { method, path, operation } of operations) {
      const address = path.replaceAll(/\{[^}]+\}/g, 'x');
      const statusWith = async (headers: Record<string, string> = {}) =>
        (await shop.ask(method.toUpperCase(), address, { unchecked: true, headers: { 'content-type': 'application/json', ...headers }, ...(method === 'get' ? {} : { raw: '{}' }) })).status;
      const status = await statusWith();
      expect([path, operation.security ?? []]).toEqual([path, status === 401 ? credentialsOf(path) : takesGuests(path) ? OPTIONAL : []]);
      if (status === 401) expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403']));
      if (takesGuests(path)) expect([path, await statusWith({ authorization: 'Bearer x.y.z' }), Object.keys(operation.responses)]).toEqual([path, 401, expect.arrayContaining(['401'])]);
    }
    for (const { path, operation } of guarded) expect([path, operation.security]).toEqual([path, credentialsOf(path)]);
  });

  it('documents the headers that requests need', () => {
    // Accounts and sessions repeat safely by themselves, and their answers are kept nowhere; events of gateways have ids of their own. To ask a gateway moves nothing, and an operation is
    // decided by hand once.
    const posts = operations.filter(({ method, path }) => method === 'post' && !/^\/v1\/(test|customers|email-verifications|password-resets|email-changes|sessions|staff|staff-invitations|mfa-challenges|openid-connect|gateway-webhooks)(\/|$)/.test(path) && !/\/(syncs|returns|resolutions)$/.test(path));
    const actions = ['captures', 'voids', 'refunds'].map((action) => `/v1/admin/payments/{id}/${action}`);
    const reports = ['/v1/admin/settlement-reports', '/v1/admin/settlement-reports/{id}/differences/{difference}/corrections'];
    const needed = ['/v1/checkouts', '/v1/checkouts/{id}/payments', '/v1/admin/stock-adjustments', '/v1/admin/ledger/journals/{id}/reversals', '/v1/admin/orders/{id}/refunds', ...reports, ...actions];
    const tokens = operations.filter(({ path }) => /^\/v1\/(carts\/|checkouts)/.test(path) && path !== '/v1/carts/current');

    expect(posts.filter((named) => !header(named, 'Idempotency-Key')).map(({ path }) => path)).toEqual([]);
    expect(posts.filter((named) => header(named, 'Idempotency-Key')?.required).map(({ path }) => path).sort()).toEqual([...needed].sort());
    // A customer reaches what is theirs without a token; to claim a cart takes both.
    for (const named of tokens) expect(header(named, 'Holdfast-Cart-Token')).toMatchObject({ required: named.path.endsWith('/claims') });
    expect(header(operations.find(({ path }) => path === '/v1/orders/{id}')!, 'Holdfast-Order-Token')).toMatchObject({ required: false });
  });

  it('documents every parameter in an address, the kind of each id, and that an address with no such id is nothing', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      const documented = operation.parameters.filter((parameter: any) => parameter.in === 'path');
      expect([path, documented.map(({ name }: any) => name).sort()]).toEqual([path, named.sort()]);
      const ids = documented.filter(({ name }: any) => /^(id|\w+_id|difference)$/.test(name));
      for (const { schema } of ids) expect([path, schema.pattern, JSON.stringify(operation.responses[404])]).toEqual([path, expect.stringMatching(/^\^[a-z]+_/), expect.stringContaining('not-found')]);
    }
  });

  it('documents If-Match where another version is refused, and that a key or a body can be wrong wherever one may come', () => {
    const conditional = operations.filter(({ operation }) => operation.responses[412]);
    const required = conditional.filter((named) => header(named, 'If-Match')?.required).map(({ method, path }) => `${method} ${path}`);
    const codesOf = (operation: any): string => JSON.stringify(operation.responses);

    expect(conditional.filter((named) => !header(named, 'If-Match')).map(({ path }) => path)).toEqual([]);
    expect(required).toEqual(['put /v1/admin/variants/{id}/prices']);
    for (const named of operations) {
      if (named.method !== 'get') expect([named.path, codesOf(named.operation).includes('malformed-json')]).toEqual([named.path, true]);
      if (header(named, 'Idempotency-Key')) expect([named.path, /idempotency-key-reused/.test(codesOf(named.operation)), /request-in-progress/.test(codesOf(named.operation))]).toEqual([named.path, true, true]);
    }
  });

  it('documents If-None-Match where the answer may be that nothing changed', () => {
    const kept = operations.filter(({ operation }) => operation.responses[304]);

    expect(kept.length).toBeGreaterThan(3);
    expect(kept.filter((named) => header(named, 'If-None-Match')?.required !== false).map(({ path }) => path)).toEqual([]);
    expect(operations.filter((named) => header(named, 'If-None-Match') && !kept.includes(named)).map(({ path }) => path)).toEqual([]);
  });

  it('has a description of every body that a request may carry', () => {
    const bodies = operations.filter(({ operation }) => operation.requestBody);

    expect(bodies.length).toBeGreaterThan(10);
    for (const { path, operation } of bodies) {
      for (const { schema } of Object.values<any>(operation.requestBody.content)) expect([path, schema?.$ref ?? schema?.properties]).toEqual([path, expect.anything()]);
    }
  });

  it('has no schema that says nothing, and no reference that leads nowhere', () => {
    const schemas = document.components!.schemas as Record<string, any>;
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name!);

    expect(Object.entries(schemas).filter(([, schema]) => schema.type === 'object' && Object.keys(schema.properties ?? {}).length === 0).map(([name]) => name)).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('"properties":{}');
    expect([...new Set(references)].filter((name) => !(name in schemas))).toEqual([]);
    expect(Object.keys(schemas).filter((name) => !references.includes(name))).toEqual([]);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'doc', components: document.components });
    for (const name of Object.keys(schemas)) expect(() => ajv.compile({ $ref: `doc#/components/schemas/${name}` })).not.toThrow();
  });

  it('fills no optional parameter in, and no key that has to be fresh', () => {
    const filled = operations.flatMap(({ path, operation }) =>
      operation.parameters.filter((parameter: any) => parameter.in !== 'path' && (parameter.example ?? parameter.schema.example) !== undefined).map(({ name }: any) => `${path} ${name}`));

    expect(filled).toEqual([]);
  });

  it('describes fields rightly: what is nullable in the words of 3.1, examples that fit', () => {
    expect(JSON.stringify(document)).not.toContain('"nullable"');
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'doc', components: document.components });
    const wrong = Object.entries(document.components!.schemas as Record<string, any>).flatMap(([name, { properties = {} }]) =>
      Object.entries<any>(properties)
        .filter(([, property]) => property.example !== undefined && !ajv.validate(JSON.parse(JSON.stringify(property).replaceAll('"#/', '"doc#/')), property.example))
        .map(([field]) => `${name}.${field}`));

    expect(wrong).toEqual([]);
  });

  it('is served as YAML as well, and as a page that may run its own scripts and call its own origin', async () => {
    const yaml = await shop.ask('GET', '/openapi.yaml', { unchecked: true });
    const page = await shop.ask('GET', '/docs', { unchecked: true });
    const assets = [...page.text.matchAll(/(?:src|href)="(\.\/docs\/[^"]+)"/g)].map(([, path]) => path!.slice(1));

    expect(yaml.text).toMatch(/^openapi: 3\.1/);
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';.*connect-src 'self';.*frame-ancestors 'none'/);
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(assets.length).toBeGreaterThan(3);
    for (const path of assets) expect([path, (await shop.ask('GET', path, { unchecked: true })).status]).toEqual([path, 200]);
    expect((await shop.ask('GET', '/livez')).headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});

/** `get /v1/carts/:id` for every route in Fastify's drawing of its tree. */
function routesOf(tree: string): string[] {
  const path: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const match = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!match) return [];
    const depth = match[1]!.length / 4;
    path.splice(depth, path.length, match[2]!);
    const methods = (match[3] ?? '').split(', ').filter((method) => method !== '' && method !== 'HEAD' && method !== 'OPTIONS');
    return methods.map((method) => `${method.toLowerCase()} ${path.join('')}`);
  });
}
