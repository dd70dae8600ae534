/** A button of a page: a form that is posted. */
export interface PageButton {
  readonly label: string;
  readonly action: string;
  /** The one that a shopper is most likely to want. */
  readonly isMain?: boolean;
}

export interface ShopperPage {
  /** Who seems to ask: a bank, PayPal. */
  readonly who: string;
  /** A color of theirs. */
  readonly color: string;
  readonly title: string;
  readonly text: string;
  /** What it is about, large; none where nothing is paid. */
  readonly amount: string | null;
  /** None where there is nothing to do any more. */
  readonly buttons: readonly PageButton[];
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #3a4049); --paper: light-dark(#fff, #1c2026); --ink: light-dark(#1b1f24, #eceff3);
  --soft: light-dark(#5b6470, #a4adb8) }
* { box-sizing: border-box }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; color: var(--ink);
  background: light-dark(#f2f4f7, #12151a) }
main { width: 100%; max-width: 26rem; background: var(--paper); border: 1px solid var(--line); border-radius: 1rem; overflow: hidden;
  box-shadow: 0 .5rem 2rem rgb(0 0 0 / 8%) }
header { background: var(--brand); color: #fff; padding: .9rem 1.75rem; font-weight: 600 }
section { padding: 1.75rem }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .5rem }
p { margin: 0 0 1rem; color: var(--soft) }
.amount { font-size: 2rem; font-weight: 650; font-variant-numeric: tabular-nums; color: var(--ink); margin: 1.25rem 0 1.5rem }
.buttons { display: grid; gap: .6rem }
button { font: inherit; font-weight: 600; width: 100%; padding: .75rem 1rem; border-radius: .6rem; border: 1px solid var(--line); background: none;
  color: var(--ink); cursor: pointer }
button:hover { border-color: var(--soft) }
button:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px }
button.main { background: var(--brand); border-color: var(--brand); color: #fff }
button.main:hover { filter: brightness(1.1) }
footer { border-top: 1px solid var(--line); padding: .9rem 1.75rem; font-size: .85rem; color: var(--soft) }
`;

/** A page of the sandbox for shoppers. It says that it is one, works without scripts and with a keyboard, and fetches nothing. */
export const shopperPage = ({ who, color, title, text, amount, buttons }: ShopperPage): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Payment sandbox</title>
<style>${STYLE}</style>
<main style="--brand: ${color}">
<header>${escaped(who)}</header>
<section>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
${amount === null ? '' : `<p class="amount">${escaped(amount)}</p>\n`}${buttons.length === 0 ? '' : `<div class="buttons">\n${buttons.map(form).join('\n')}\n</div>\n`}</section>
<footer>Payment sandbox. No money moves here.</footer>
</main>
</html>
`;

const form = ({ label, action, isMain }: PageButton): string =>
  `<form method="post" action="${escaped(action)}"><button${isMain ? ' class="main"' : ''}>${escaped(label)}</button></form>`;

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
