import { PayloadTooLargeException } from '@nestjs/common';
import { type Keep, receiveForm, withoutCardData } from '@holdfast/platform';
import type { FastifyRequest } from 'fastify';

export const IMPORTS_PATH = '/v1/admin/imports';
/** 1 GB. */
export const MAX_FILE = 1024 ** 3;

export interface Received<T> {
  readonly kept: T;
  /** The form field `currency`, where the form has one. */
  readonly currency?: string | undefined;
}

/** Hands the file of a request on while it arrives: the field `file` of a form, or the whole body where it is text/csv. */
export async function receive<T>(request: FastifyRequest, keep: Keep<T>): Promise<Received<T>> {
  if (/^text\/csv\b/i.test(request.headers['content-type'] ?? '')) return { kept: await keep(withoutCardData(limited(request.body as AsyncIterable<Uint8Array>)), null, {}) };
  const { kept, fields } = await receiveForm(request, MAX_FILE, ['currency'], keep);
  return { kept, currency: fields.currency };
}

async function* limited(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > MAX_FILE) throw new PayloadTooLargeException();
    yield chunk;
  }
}
