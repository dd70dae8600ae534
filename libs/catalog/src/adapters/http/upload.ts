import type { Multipart, MultipartFile } from '@fastify/multipart';
import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import { CardDataNotAccepted, holdsCardNumber, InvalidRequest, withoutCardData } from '@holdfast/platform';
import type { FastifyRequest } from 'fastify';

export const IMPORTS_PATH = '/v1/admin/imports';
/** 1 GB. */
export const MAX_FILE = 1024 ** 3;

export interface Received<T> {
  readonly kept: T;
  /** The form field `currency`, where the form has one. */
  readonly currency?: string;
}

type Keep<T> = (content: AsyncIterable<Uint8Array>, fileName: string | null) => Promise<T>;

/** Hands the file of a request on while it arrives: the field `file` of a form, or the whole body where it is text/csv. */
export function receive<T>(request: FastifyRequest, keep: Keep<T>): Promise<Received<T>> {
  if (request.isMultipart()) return fromForm(request, keep);
  if (/^text\/csv\b/i.test(request.headers['content-type'] ?? '')) return fromBody(request, keep);
  throw new UnsupportedMediaTypeException();
}

async function fromBody<T>(request: FastifyRequest, keep: Keep<T>): Promise<Received<T>> {
  return { kept: await keep(withoutCardData(limited(request.body as AsyncIterable<Uint8Array>)), null) };
}

async function* limited(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > MAX_FILE) throw new PayloadTooLargeException();
    yield chunk;
  }
}

async function fromForm<T>(request: FastifyRequest, keep: Keep<T>): Promise<Received<T>> {
  let received: { kept: T } | undefined;
  let currency: string | undefined;
  for await (const part of request.parts({ limits: { fileSize: MAX_FILE, files: 1, fields: 5, fieldSize: 1_000 } })) {
    refuseCardIn(part);
    if (part.type === 'file') {
      if (part.fieldname !== 'file') throw unknownField(part.fieldname);
      received = { kept: await keep(withoutCardData(part.file), nameOf(part)) };
      if (part.file.truncated) throw new PayloadTooLargeException();
    } else if (part.fieldname === 'currency') currency = String(part.value);
    else throw unknownField(part.fieldname);
  }
  if (!received) throw new InvalidRequest([{ pointer: '/file', code: 'is-file', message: 'file must be a CSV file' }]);
  return { ...received, currency };
}

function refuseCardIn(part: Multipart): void {
  const texts = [part.fieldname, part.type === 'file' ? part.filename : String(part.value)];
  if (texts.some((text) => text !== undefined && holdsCardNumber(text))) throw new CardDataNotAccepted();
}

const nameOf = ({ filename }: MultipartFile): string | null => filename?.slice(0, 255).replaceAll(/[\u0000-\u001f]/g, '') || null;

const unknownField = (name: string) => new InvalidRequest([{ pointer: `/${name}`, code: 'unknown-field', message: 'This field is not known here' }]);
