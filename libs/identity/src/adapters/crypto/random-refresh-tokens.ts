import { hashToken, newSecretToken, Sealed } from '@holdfast/platform';
import { type NewRefreshToken, RefreshTokens } from '../../application/session-tokens.js';

const PURPOSE = 'refresh-successor';

/** 256 random bits each. */
export class RandomRefreshTokens extends RefreshTokens {
  make(): NewRefreshToken {
    const token = `rt_${newSecretToken()}`;
    return { token, hash: this.hash(token) };
  }

  hash(token: string): Buffer {
    return hashToken(token);
  }

  seal(token: string, successor: string): Buffer {
    return new Sealed(token, PURPOSE).seal(Buffer.from(successor));
  }

  open(token: string, sealed: Buffer): string {
    return new Sealed(token, PURPOSE).open(sealed).toString('utf8');
  }
}
