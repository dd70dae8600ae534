import { cardNumbers, isGtin } from '../kernel/index.js';
import { CardDataNotAccepted } from './card-data.js';

/** Looked at together, however small the pieces are in which a file arrives. Bytes. */
const BLOCK = 64 * 1024;
/** Characters: 19 digits with three blanks between any two, and what stands before. */
const LONGEST = 100;

/**
 * A file as it arrives, which ends where a card number is. No block leaves before the next one was looked at, so that none is kept with half a
 * number. What may be a bar code passes: whoever reads the file knows its columns.
 * @throws CardDataNotAccepted that names the line.
 */
export async function* withoutCardData(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let held: Uint8Array | undefined;
  let tail = '';
  let line = 1;
  for await (const block of blocks(content)) {
    const text = tail + decoder.decode(block, { stream: true });
    // What reaches the end may go on in the next block.
    refuse(text, line, text.length - 1);
    if (held) yield held;
    held = block;
    const cut = beginOfTail(text);
    line += breaksIn(text.slice(0, cut));
    tail = text.slice(cut);
  }
  refuse(tail, line, tail.length);
  if (held) yield held;
}

function refuse(text: string, line: number, end: number): void {
  for (const { from, to } of cardNumbers(text, isGtin)) {
    if (to > end) return;
    throw new CardDataNotAccepted(`Line ${line + breaksIn(text.slice(0, from))} of the file holds what looks like a card number. Take it out and send the file again.`);
  }
}

/** Not in the middle of a number: its rest would look like a whole one. */
function beginOfTail(text: string): number {
  let cut = Math.max(0, text.length - LONGEST);
  while (cut > 0 && cut < text.length && /[\p{L}\p{N}]/u.test(text[cut - 1]!)) cut++;
  return cut;
}

const breaksIn = (text: string): number => text.split('\n').length - 1;

async function* blocks(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < BLOCK) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}
