/** What a person needs to know once the shop runs. */
export interface Running {
  readonly url: string;
  readonly adminKey: string;
  readonly logs: string;
  /** Undefined when a real Stripe key was given. */
  readonly sandboxUrl: string | undefined;
  readonly metrics: readonly string[];
}

/** Buys something with nothing but curl and a POSIX shell. README shows the same lines. */
export function purchase(url: string): string {
  return `API=${url}
json='Content-Type: application/json'
key="Idempotency-Key: try-$(date +%s)"

# 1. Take the first variant of the catalog
VARIANT=$(curl -s "$API/v1/products?limit=1" | grep -o 'var_[0-9a-z]*' | head -n 1)

# 2. Put it into a cart
CART=$(curl -s "$API/v1/carts" -H "$json" -H "$key-cart" -d '{
  "currency": "EUR", "email": "ada@example.com",
  "shipping_address": { "name": "Ada Lovelace", "line1": "1 Engine Street",
    "city": "Berlin", "postal_code": "10115", "country": "DE" },
  "lines": [{ "variant_id": "'$VARIANT'", "quantity": 1 }] }')
CART_ID=$(echo "$CART" | grep -o 'cart_[0-9a-z]*' | head -n 1)
TOKEN=$(echo "$CART" | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')

# 3. Pay: the order is placed in the same call
curl -s "$API/v1/checkouts" -H "$json" -H "$key-pay" -H "Holdfast-Cart-Token: $TOKEN" -d '{
  "cart_id": "'$CART_ID'", "payment": { "gateway": "stripe", "method": "pm_card_visa" } }'; echo

# 4. Read the mail that confirms it
sleep 3; curl -s "$API/v1/test/mailbox"; echo`;
}

/** The screen after a start; with colours only where a person reads it. */
export function welcome({ url, adminKey, logs, sandboxUrl, metrics }: Running, colours: boolean): string {
  const paint = (code: number, text: string): string =>
    colours ? `\u001b[${code}m${text}\u001b[0m` : text;
  const rows = [
    ['API', url],
    ['Documentation', `${url}/docs`],
    ['Test mailbox', `${url}/v1/test/mailbox`],
    ['Payment sandbox', sandboxUrl ?? 'none (STRIPE_SECRET_KEY was given)'],
    ['Metrics', metrics.join('  ')],
    ['Logs', logs],
    ['Admin key', adminKey],
  ] as const;
  const table = rows
    .map(([name, value]) => `  ${paint(2, name.padEnd(16))} ${paint(36, value)}`)
    .join('\n');
  return `
${paint(1, 'Holdfast is running.')} Ctrl-C stops it; the data stay.

${table}

${paint(1, 'Buy something: paste this into another terminal')}

${purchase(url)}
`;
}
