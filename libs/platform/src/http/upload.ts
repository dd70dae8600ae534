import type { Multipart, MultipartFile } from '@fastify/multipart';
import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { holdsCardNumber } from '../kernel/index.js';
import { CardDataNotAccepted } from './card-data.js';
import { withoutCardData } from './card-free.js';
import { InvalidRequest } from './problems.js';

/** What came with a form: what `keep` made of its file, and its text fields. */
export interface Received<T, Field extends string = never> {
  readonly kept: T;
  readonly fields: Readonly<Partial<Record<Field, string>>>;
}

/** Takes the content of a file while it arrives, free of card numbers, what the client calls it, and the fields that came before it. */
export type Keep<T, Field extends string = never> = (content: AsyncIterable<Uint8Array>, fileName: string | null, fields: Readonly<Partial<Record<Field, string>>>) => Promise<T>;

/** Hands the field `file` of a form on while it arrives. `fields` are the text fields that it may have besides, of 10,000 characters at most. */
export async function receiveForm<T, Field extends string>(request: FastifyRequest, maxBytes: number, fields: readonly Field[], keep: Keep<T, Field>): Promise<Received<T, Field>> {
  if (!request.isMultipart()) throw new UnsupportedMediaTypeException();
  let received: { kept: T } | undefined;
  const texts: Partial<Record<Field, string>> = {};
  for await (const part of request.parts({ limits: { fileSize: maxBytes, files: 1, fields: 5, fieldSize: 10_000 } })) {
    refuseCardIn(part);
    if (part.type === 'file') {
      if (part.fieldname !== 'file') throw unknownField(part.fieldname);
      received = { kept: await keep(withoutCardData(part.file), nameOf(part), texts) };
      if (part.file.truncated) throw new PayloadTooLargeException();
    } else if (fields.includes(part.fieldname as Field)) texts[part.fieldname as Field] = String(part.value);
    else throw unknownField(part.fieldname);
  }
  if (!received) throw new InvalidRequest([{ pointer: '/file', code: 'is-file', message: 'file must be a CSV file' }]);
  return { ...received, fields: texts };
}

function refuseCardIn(part: Multipart): void {
  const texts = [part.fieldname, part.type === 'file' ? part.filename : String(part.value)];
  if (texts.some((text) => text !== undefined && holdsCardNumber(text))) throw new CardDataNotAccepted();
}

const nameOf = ({ filename }: MultipartFile): string | null => filename?.slice(0, 255).replaceAll(/[\u0000-\u001f]/g, '') || null;

const unknownField = (name: string) => new InvalidRequest([{ pointer: `/${name}`, code: 'unknown-field', message: 'This field is not known here' }]);
