import { ADDRESS, MANUAL } from './journey.js';
import { PASSWORD } from './people.js';

/** Ids that name nothing, in the form that a route asks for. */
export const id = (prefix: string): string => `${prefix}_01h455vb4pex5vsknk084sn02q`;

const TOKEN = 'x'.repeat(43);
const EMAIL = 'nobody@example.com';
const PRICE = { amount: 1999, currency: 'EUR' };
const VARIANT = { sku: 'BODY-1', prices: [PRICE] };
const IMAGE = { url: 'https://images.example.com/mug.jpg' };
const LINE = { variant_id: id('var'), quantity: 1 };

/**
 * A well-formed JSON body for every route that takes one, by its operationId in the OpenAPI document. What it names need not exist. Every object
 * that may stand inside is there, lists with one item, so that each level of it can be tried. A new route adds its own here: specs of
 * test/security fail until it does.
 */
export const BODIES: Readonly<Record<string, object>> = {
  Customers_register: { email: EMAIL, password: PASSWORD },
  Customers_confirm: { token: TOKEN },
  Sessions_logIn: { email: EMAIL, password: PASSWORD },
  Sessions_refresh: { refresh_token: TOKEN },
  Sessions_reauthenticate: { password: PASSWORD },
  Me_describe: { name: 'Ada Lovelace', phone: '+49 40 123456' },
  Me_changePassword: { current_password: PASSWORD, password: 'four small rain boots' },
  Me_changeEmail: { email: EMAIL },
  Privacy_erase: { password: PASSWORD },
  Addresses_add: { ...ADDRESS, default_shipping: true },
  Addresses_replace: { ...ADDRESS, default_billing: true },
  EmailChanges_confirm: { token: TOKEN },
  PasswordResets_request: { email: EMAIL },
  PasswordResets_confirm: { token: TOKEN, password: 'four small rain boots' },
  OpenIdConnect_begin: { redirect_uri: 'https://shop.example/login/done' },
  OpenIdConnect_complete: { secret: TOKEN, response_url: `https://shop.example/login/done?code=x&state=${TOKEN}` },
  MfaChallenges_verify: { secret: TOKEN, code: '123456' },
  CustomerFactors_confirm: { code: '123456' },
  StaffFactors_confirm: { code: '123456' },
  Roles_define: { name: 'Returns desk', permissions: ['orders:read'] },
  Roles_change: { name: 'Returns desk' },
  Staff_invite: { email: EMAIL, name: 'Grace Hopper', role_id: id('rol') },
  Staff_change: { name: 'Grace Hopper' },
  StaffMe_changePassword: { current_password: PASSWORD, password: 'four small rain boots' },
  StaffMe_accept: { token: TOKEN, password: PASSWORD },
  ApiKeys_create: { name: 'Warehouse scanner', scopes: ['inventory:read'] },
  ApiKeys_rotate: { overlap_seconds: 60 },
  Products_create: { title: 'Mug', images: [IMAGE], variants: [VARIANT] },
  Products_update: { title: 'Mug', images: [IMAGE] },
  Products_addVariant: VARIANT,
  Variants_update: { sku: 'BODY-2' },
  Variants_setPrices: { prices: [PRICE] },
  Stock_createLocation: { code: 'berlin', name: 'Berlin store', rank: 1 },
  Stock_adjust: { reason: 'received', adjustments: [{ variant_id: id('var'), delta: 1 }] },
  Carts_open: { email: EMAIL, shipping_address: ADDRESS, billing_address: ADDRESS, lines: [LINE] },
  Carts_describe: { email: EMAIL, shipping_address: ADDRESS, billing_address: ADDRESS },
  Carts_add: LINE,
  Carts_setQuantity: { quantity: 2 },
  Checkouts_open: { cart_id: id('cart'), payment: { ...MANUAL, amount: PRICE } },
  Checkouts_pay: { ...MANUAL, amount: PRICE },
  OrderRefunds_refund: { lines: [{ line_id: id('line'), quantity: 1 }], reason: 'goods_returned' },
  PaymentMethods_setUp: { gateway: 'stripe', method: 'pm_card_visa', return_url: 'https://shop.example/cards' },
  PaymentMethods_change: { default: true },
  Payments_capture: { amount: PRICE, reason: 'other' },
  Payments_void: { amount: PRICE },
  Payments_refund: { amount: PRICE, reason: 'goods_returned' },
  SettlementReports_correct: { reason: 'The gateway is right about it.' },
  Ledger_reverse: { reason: 'Booked on the wrong account.' },
  Operations_resolve: { outcome: 'failed', reference: 're_1', note: 'The dashboard shows nothing of it.' },
  TestClock_advance: { advance_seconds: 1 },
  GatewayScripts_script: { scripts: [{ fault: 'delay', operation: 'retrieve' }] },
};

/** Which kind of id follows a part of an address. */
const PREFIXES: Readonly<Record<string, string>> = {
  'email-verifications': 'reg', 'password-resets': 'pwr', 'email-changes': 'emc', authorizations: 'oid', 'external-identities': 'eid', mailbox: 'msg',
  'staff-invitations': 'inv', 'mfa-challenges': 'mch', 'mfa-factors': 'mfa', sessions: 'ses', 'api-keys': 'key', staff: 'stf', roles: 'rol', customers: 'cus',
  addresses: 'adr', products: 'prod', variants: 'var', carts: 'cart', lines: 'line', checkouts: 'chk', orders: 'ord', payments: 'pay', operations: 'op', imports: 'job', jobs: 'job',
  'gateway-events': 'gev', 'payment-methods': 'pm', 'stock-locations': 'loc', 'data-exports': 'exp', erasures: 'era', journals: 'jrn', 'settlement-reports': 'rep', differences: 'dif',
};

/** The address of a route with ids that name nothing: `/v1/carts/{id}` becomes `/v1/carts/cart_01h…`. */
export function addressOf(path: string): string {
  return path.replaceAll(/([\w-]+)\/\{(\w+)\}/g, (_, part: string, name: string) => {
    if (part === 'gateway-webhooks') return `${part}/stripe`;
    if (part === 'by-handle') return `${part}/nothing`;
    if (part === 'accounts') return `${part}/chargebacks:XXX`;
    if (part === 'dead-letters') return `${part}/mail.mail-${id('eml')}`;
    if (part === 'problems') return `${part}/not-found`;
    const prefix = PREFIXES[part];
    if (!prefix) throw new Error(`Which kind of id is {${name}} of ${path}? Say it in PREFIXES of test/support/bodies.ts.`);
    return `${part}/${id(prefix)}`;
  });
}
