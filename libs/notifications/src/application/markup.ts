/** Text that is HTML already. Made by {@link html} alone, which escapes whatever it is given. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Part = string | number | null | undefined | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters, and those that turn the direction of text: neither belongs into a name or an address. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g;

/** Foreign text as one line without unseen characters: it cannot forge a line of its own. */
export const oneLine = (text: string): string => text.replaceAll(UNSEEN, ' ').trim();

const escaped = (text: string): string => oneLine(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);

function rendered(part: Part): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(rendered).join('');
  return escaped(String(part));
}

/** HTML with every value escaped, for element content and for quoted attributes; {@link Markup} goes in as it is. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, i) => text + (i < parts.length ? rendered(parts[i]) : '')).join(''));
}
