import fc from 'fast-check';
import { PASSWORD } from '../../support/people.js';
import type { Schema } from './document.js';
import { Raw, Ref } from './values.js';

type Hint = (schema: Schema) => fc.Arbitrary<unknown> | undefined;

const ref = (kind: string) => fc.nat(50).map((pick) => new Ref(kind, pick));
const mostly = (usual: fc.Arbitrary<unknown>, ...others: unknown[]) => fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const slug = fc.uuid().map((id) => `p-${id.slice(0, 13)}`);
const forTexts = (values: fc.Arbitrary<unknown>): Hint => ({ type }) => (type === 'string' ? values : undefined);
const price = fc.record({ amount: fc.integer({ min: 0, max: 5_000 }), currency: fc.constant('EUR') });
const someOf = (choices: readonly unknown[]) => fc.uniqueArray(fc.constantFrom(...choices), { minLength: 1, maxLength: 4 });
const passwords = fc.uuid().map((id) => `quiet river ${id}`);

/**
 * Fields that mean more than their schema says, by their name: values that fit together, so that a good share of the requests is accepted. All
 * of it is within the schema.
 */
export const HINTS: Readonly<Record<string, Hint>> = {
  currency: forTexts(mostly(fc.constant('EUR'), 'USD', 'JPY')),
  country: forTexts(fc.constantFrom('DE', 'US', 'FR', 'JP')),
  quantity: () => mostly(fc.integer({ min: 1, max: 3 }), 10_000),
  gateway: forTexts(fc.constantFrom('manual', 'stripe', 'stripe')),
  method: forTexts(mostly(fc.constant('pm_card_visa'), 'pm_card_visa_chargeDeclined', 'pm_card_authenticationRequired', 'transfer')),
  amount: ({ type, maximum }) => (type === 'integer' && maximum ? mostly(fc.integer({ min: 1, max: 500 }), 1, maximum) : undefined),
  compare_at_amount: () => fc.integer({ min: 5_000, max: 9_000 }),
  password: forTexts(fc.oneof({ weight: 4, arbitrary: fc.constant(PASSWORD) }, { weight: 1, arbitrary: passwords })),
  current_password: forTexts(mostly(fc.constant(PASSWORD), 'not my password at all')),
  email: forTexts(fc.oneof(ref('email'), fc.uuid().map((id) => `${id.slice(0, 13)}@example.com`))),
  token: forTexts(ref('secret')),
  secret: forTexts(ref('secret')),
  refresh_token: forTexts(ref('refresh')),
  cart_id: ({ pattern }) => (pattern ? undefined : ref('cart')),
  code: ({ pattern, type }) => (pattern === '^\\d{6}$' ? ref('totp') : type === 'string' && pattern ? slug : type === 'string' ? ref('account') : undefined),
  recovery_code: forTexts(ref('recovery')),
  handle: ({ pattern }) => (pattern ? slug : ref('handle')),
  sku: forTexts(slug),
  barcode: forTexts(slug),
  option_values: () => fc.constant(undefined),
  options: () => fc.constant(undefined),
  metadata: () => fc.dictionary(fc.constantFrom('source', 'note', 'ключ', 'a b'), fc.string({ maxLength: 20, unit: fc.constantFrom('a', 'é', '日', ' ') }), { maxKeys: 3 }),
  images: () => fc.array(fc.record({ url: fc.constant('https://images.example.com/mug.jpg') }), { maxLength: 2 }),
  image_url: forTexts(fc.constant('https://images.example.com/mug.jpg')),
  url: forTexts(fc.constant('https://images.example.com/mug.jpg')),
  prices: () => fc.constant(0).chain(() => price.map((one) => [one])),
  variants: () => fc.array(fc.record({ sku: slug, prices: price.map((one) => [one]) }), { minLength: 1, maxLength: 1 }),
  adjustments: () => fc.array(fc.record({ variant_id: ref('var'), delta: mostly(fc.integer({ min: 1, max: 40 }), -1, 1_000_000_000) }), { minLength: 1, maxLength: 2 }),
  status: ({ enum: choices }) => (choices?.includes('published') ? mostly(fc.constant('published'), ...choices) : undefined),
  scopes: ({ items }) => (items?.enum ? someOf(items.enum) : undefined),
  permissions: ({ items }) => (items?.enum ? someOf(items.enum) : undefined),
  role_id: () => ref('rol'),
  cursor: forTexts(ref('cursor')),
  as: () => fc.constantFrom('customer', 'customer', 'staff'),
  capture: () => fc.constantFrom('automatic', 'manual', 'manual'),
  delay_ms: () => fc.integer({ min: 0, max: 20 }),
  times: () => fc.constant(1),
  // A gateway that hangs holds everybody up who pays meanwhile: test/e2e/payment-faults.e2e.spec.ts is about that.
  fault: ({ enum: choices }) => (choices?.includes('hang') ? fc.constantFrom(...choices.filter((choice) => choice !== 'hang')) : undefined),
  account: forTexts(ref('account')),
};

/** Idempotency keys as clients send them. */
export const key: fc.Arbitrary<string> = fc.oneof({ weight: 8, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.uuid().map((id) => `"${id}"`) }, { weight: 1, arbitrary: fc.uuid().map((id) => `~!{}|${id}`.repeat(5)) });

const PRODUCTS = 'Handle,Title,Published,Variant SKU,Variant Inventory Qty,Variant Price\nmug-a,Mug,true,MUG-A,4,12.50\nmug-b,"Mug, ""big""",true,MUG-B,0,19\n';
const BALANCE = 'id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),holdfast_operation (metadata)\ntxn_1,charge,ch_1,10.00,0.40,9.60,eur,2026-01-31 10:00:00,\n';

/** Files for the routes that take a form. */
export const files: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(PRODUCTS, BALANCE) },
  { weight: 1, arbitrary: fc.constantFrom('', '\u0000', 'a', '\ufeffHandle\nx', 'Handle\n"', 'Handle,Handle\na,b', `${','.repeat(10_000)}\n`, `Handle,Title\n${'"'.repeat(9_999)}`, `${PRODUCTS}=cmd|'/c calc'!A1,x\n`, '\u001f\u008b\u0008\u0000', `Handle,Title\n${'x'.repeat(100_000)},y`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

/** Where a schema says nothing of what would be taken. */
export const raw = (text: string): Raw => new Raw(text);
