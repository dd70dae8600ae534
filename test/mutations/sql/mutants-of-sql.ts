/** One change of a text, as an engineer could make it by mistake. */
export interface SqlMutant {
  /** What is changed and where, unique within the text. */
  readonly name: string;
  readonly text: string;
}

interface Change {
  readonly kind: string;
  readonly at: number;
  readonly length: number;
  readonly by: string;
}

/** What a comparison is turned into: its opposite, and the one that is off by one. */
const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  '=': ['<>'], '<>': ['='], '>=': ['<', '>'], '<=': ['>', '<'], '<': ['>=', '<='], '>': ['<=', '>='],
};
/** An allowance of one, at the side that may be smaller. */
const ONE_OFF: Readonly<Record<string, string>> = { '>=': '+ 1 >=', '<=': '- 1 <=', '<': '- 1 <', '>': '+ 1 >' };
const END_OF_CONDITION = /^(group by|order by|returning|for update|having|union|limit|on conflict|where|from|left join|join)\b/i;

/** Every mutant of a statement, or of the condition of a constraint. */
export function mutantsOfSql(text: string): SqlMutant[] {
  const changes = [...comparisons(text), ...arithmetic(text), ...logic(text), ...conjuncts(text), ...locks(text), ...numbers(text)];
  return changes.sort((one, other) => one.at - other.at).map(({ kind, at, length, by }) => {
    const before = flat(text.slice(at, at + length));
    return { name: `${kind} at ${at}: ${before} -> ${flat(by) || 'nothing'}`, text: text.slice(0, at) + by + text.slice(at + length) };
  });
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function comparisons(text: string): Change[] {
  return [...text.matchAll(/(?<= )(>=|<=|<>|=|<|>)(?= )/g)].flatMap(({ index: at, 0: operator }) => {
    if (operator === '=' && isAssignment(text, at)) return [];
    const changed = COMPARISONS[operator]!.map((by): Change => ({ kind: 'comparison', at, length: operator.length, by }));
    const off = ONE_OFF[operator];
    return off === undefined || isOfTime(text, at) ? changed : [...changed, { kind: 'off by one', at, length: operator.length, by: off }];
  });
}

/** A moment has no next one. */
const isOfTime = (text: string, at: number): boolean => /_at\s*$/.test(text.slice(0, at));

/** `set a = 1, b = 2`: what stands before the sign is a lone name, and before that `set` or a comma of its list. */
function isAssignment(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const set = before.search(/\bset\s+(?!.*\bset\s)/s);
  if (set < 0 || !/(?:\bset|,)\s+\w+\s*$/.test(before)) return false;
  return depthOf(text, set) === depthOf(text, at) && !/\b(from|where)\b/.test(outermost(before.slice(set)));
}

/** A text without what is in parentheses. */
function outermost(text: string): string {
  let depth = 0;
  return [...text].filter((letter) => {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    return depth === 0;
  }).join('');
}

function depthOf(text: string, at: number): number {
  let depth = 0;
  for (const letter of text.slice(0, at)) depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
  return depth;
}

const arithmetic = (text: string): Change[] =>
  [...text.matchAll(/(?<= )[+-](?= )/g)].map(({ index: at, 0: sign }) => ({ kind: 'arithmetic', at, length: 1, by: sign === '+' ? '-' : '+' }));

const logic = (text: string): Change[] =>
  [...text.matchAll(/\b(and|or)\b/gi)].flatMap(({ index: at, 0: word }) => {
    if (/\bbetween\s+\S+\s+$/i.test(text.slice(0, at))) return [];
    return [{ kind: 'logic', at, length: word.length, by: word.toLowerCase() === 'and' ? 'or' : 'and' }];
  });

const locks = (text: string): Change[] =>
  [...text.matchAll(/for update( of \w+(, \w+)*)?( skip locked)?/g)].map(({ index: at, 0: lock }) => ({ kind: 'lock', at, length: lock.length, by: '' }));

const numbers = (text: string): Change[] =>
  [...text.matchAll(/(?<=[ (])0(?=[,)\s]|$)/g)].map(({ index: at }) => ({ kind: 'number', at, length: 1, by: '1' }));

/** Each condition left out of those that must all hold. */
function conjuncts(text: string): Change[] {
  return [...text.matchAll(/\b(?:where|having|check|when)\b\s*/gi)].flatMap(({ index, 0: word }) => partsFrom(text, index + word.length));
}

function partsFrom(text: string, from: number): Change[] {
  const parts: Change[] = [];
  let [start, depth, between] = [from, 0, false];
  const close = (end: number): void => {
    const part = text.slice(start, end);
    const lead = part.length - part.trimStart().length;
    const length = part.trim().length;
    if (length > 0) parts.push({ kind: 'left out', at: start + lead, length, by: 'true' });
  };
  for (let at = from; at <= text.length; at++) {
    const letter = text[at];
    if (letter === undefined || (depth === 0 && (letter === ')' || (/\s/.test(text[at - 1] ?? '') && END_OF_CONDITION.test(text.slice(at)))))) {
      close(at);
      break;
    }
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (depth > 0 || !/\s/.test(text[at - 1] ?? '')) continue;
    if (/^between\b/i.test(text.slice(at))) between = true;
    if (!/^and\b/i.test(text.slice(at))) continue;
    if (between) between = false;
    else {
      close(at);
      start = at + 3;
    }
  }
  return parts;
}
