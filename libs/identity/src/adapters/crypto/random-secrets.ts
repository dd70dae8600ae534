import { Injectable } from '@nestjs/common';
import { hashToken, newSecretToken } from '@holdfast/platform';
import { type KeptSecret, type NewSecret, prefixOf, Secrets } from '../../domain/secret.js';

@Injectable()
export class RandomSecrets extends Secrets {
  make(): NewSecret {
    const secret = `sk_${newSecretToken()}`;
    return { secret, ...this.kept(secret) };
  }

  kept(secret: string): KeptSecret {
    return { prefix: prefixOf(secret), hash: hashToken(secret) };
  }
}
