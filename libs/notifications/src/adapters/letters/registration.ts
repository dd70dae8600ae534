import type { RegistrationLetter } from '@holdfast/identity';
import type { Id } from '@holdfast/kernel';
import { html, type Markup, oneLine } from '../../application/markup.js';
import { code, LABEL, letterPage } from './letter-page.html.js';

type Registration = RegistrationLetter & { readonly id: Id<'reg'> };

const P = 'margin:0 0 16px;font-size:15px;line-height:22px';
const UNASKED = 'If it was not you, do nothing: nobody gets an account with your address.';

export const registrationSubject = ({ token }: Registration, shop: string): string => (token ? `Confirm your account at ${shop}` : `You have an account at ${shop} already`);

const deadline = ({ expiresAt }: Registration): string => `${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const hello = ({ name }: Registration): string => (oneLine(name) ? `Hello ${oneLine(name)},` : 'Hello,');

function wording(registration: Registration, shop: string): { title: string; what: string; ending: string } {
  if (registration.token) {
    return { title: 'Confirm your account', what: `somebody asked for an account at ${shop} with this address. Confirm it with the two codes below.`, ending: `They count until ${deadline(registration)}. ${UNASKED}` };
  }
  return {
    title: 'You have an account already',
    what: `somebody asked for an account at ${shop} with this address, which has one. Log in as you always do, or ask for a new password if you forgot it.`,
    ending: 'If it was not you, do nothing: nothing has changed.',
  };
}

/** What asks the reader to confirm, or tells that there is nothing to confirm: nobody else learns which of the two was sent. */
export function registrationHtml(registration: Registration, shop: string): string {
  const { title, what, ending } = wording(registration, shop);
  const card = html`<tr><td class="edge" style="padding:32px">
<h1 style="margin:0 0 16px;font-size:24px;line-height:30px;font-weight:700">${title}</h1>
<p style="${P}">${hello(registration)}</p>
<p style="${P}">${what}</p>
${codes(registration)}<p style="margin:0;font-size:13px;line-height:20px;color:#5a6478">${ending}</p>
</td></tr>`;
  return letterPage({ title, preview: what, shop, rows: [card], why: `You receive this mail because somebody gave this address at ${shop}.` });
}

const codes = ({ id, token }: Registration): Markup | null =>
  token
    ? html`<p style="${LABEL}">Registration</p>${code(id)}
<p style="${LABEL};padding-top:14px">Token</p>${code(token)}<p style="margin:0 0 16px"></p>
`
    : null;

/** The same letter for readers without HTML. */
export function registrationText(registration: Registration, shop: string): string {
  const { title, what, ending } = wording(registration, shop);
  const codes = registration.token ? [`Registration: ${registration.id}`, `Token: ${registration.token}`, ''] : [];
  return [title, '', hello(registration), '', what, '', ...codes, ending, '', oneLine(shop), ''].join('\n');
}
