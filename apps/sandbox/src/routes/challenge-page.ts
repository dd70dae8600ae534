/** What waits for its shopper at their bank. */
export interface Challenge {
  readonly id: string;
  readonly status: string;
  /** Minor units and currency; null where nothing is paid. */
  readonly amount: string | null;
}

/** The page on which a shopper plays their bank: two buttons while something waits for them. */
export function challengePage(challenge: Challenge): string {
  const waiting = challenge.status === 'requires_action';
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
<p>Your bank asks you to authenticate ${wordsOf(challenge)}.
No money moves here.</p>
${waiting ? button(challenge, 'approve') + button(challenge, 'decline') : settled(challenge)}
</html>
`;
}

function wordsOf({ amount }: Challenge): string {
  return amount === null
    ? 'that the shop keeps your card'
    : `the payment of\n<strong>${escaped(amount)}</strong>`;
}

function button({ id }: Challenge, decision: 'approve' | 'decline'): string {
  const label = decision === 'approve' ? 'Approve' : 'Decline';
  return `<form method="post" action="/3ds/${escaped(id)}/${decision}">
<button>${label}</button></form>\n`;
}

function settled({ status, amount }: Challenge): string {
  return `<p>There is nothing to do: the ${amount === null ? 'setup' : 'payment'} is ${escaped(status)}.</p>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
