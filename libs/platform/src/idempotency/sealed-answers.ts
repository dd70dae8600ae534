import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { StoredAnswer } from '../kernel/index.js';

/**
 * Stored answers are sealed (AES-256-GCM, key by HKDF from HOLDFAST_SECRET): a first answer may carry a secret that is
 * shown once, and the database holds no secret that can be read.
 */
export class SealedAnswers {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'holdfast/idempotency-answers', 32));
  }

  seal(answer: StoredAnswer): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const text = JSON.stringify([answer.status, answer.headers, answer.body]);
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws Error when the answer was sealed under another secret. */
  open(sealed: Buffer): StoredAnswer {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8');
    const [status, headers, body] = JSON.parse(text) as [number, Record<string, string>, string];
    return { status, headers, body };
  }
}
