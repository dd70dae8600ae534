import type { Intent } from '../books/intents.js';

/** The page on which a shopper plays their bank: two buttons while the intent waits for them. */
export function challengePage(intent: Intent): string {
  const waiting = intent.status === 'requires_action';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Payment sandbox: authentication</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 4rem auto; padding: 0 1rem }
button { font: inherit; padding: .5rem 1.5rem }
form { display: inline-block; margin-right: 1rem }
</style>
<h1>Payment sandbox</h1>
<p>Your bank asks you to authenticate the payment of
<strong>${intent.amount}</strong> (minor units of ${escaped(intent.currency.toUpperCase())}).
No money moves here.</p>
${waiting ? button(intent, 'approve') + button(intent, 'decline') : settled(intent)}
</html>
`;
}

function button(intent: Intent, decision: 'approve' | 'decline'): string {
  const label = decision === 'approve' ? 'Approve' : 'Decline';
  return `<form method="post" action="/3ds/${escaped(intent.id)}/${decision}">
<button>${label}</button></form>\n`;
}

function settled(intent: Intent): string {
  return `<p>There is nothing to do: the payment is ${escaped(intent.status)}.</p>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
