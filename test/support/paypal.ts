import type { Shop } from './shop.js';

/** Somebody who works at PayPal by hand, or by another program. */
export async function atPayPal(shop: Shop, method: 'GET' | 'POST', path: string, body: object = {}): Promise<any> {
  const basic = { authorization: `Basic ${btoa('a:b')}`, 'content-type': 'application/x-www-form-urlencoded' };
  const token = await fetch(`${shop.sandbox.url}/v1/oauth2/token`, { method: 'POST', headers: basic, body: 'grant_type=client_credentials' });
  const { access_token: text } = (await token.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${text}`, 'content-type': 'application/json' };
  const answer = await fetch(`${shop.sandbox.url}${path}`, { method, headers, ...(method === 'POST' ? { body: JSON.stringify(body) } : {}) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
