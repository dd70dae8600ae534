import { Inject, Injectable } from '@nestjs/common';
import { derivedToken, hashToken, PLATFORM_SETTINGS, type PlatformSettings } from '@holdfast/platform';
import { LinkTokens } from '../../application/link-tokens.js';

@Injectable()
export class DerivedLinkTokens extends LinkTokens {
  constructor(@Inject(PLATFORM_SETTINGS) private readonly settings: PlatformSettings) {
    super();
  }

  of(id: string): string {
    return derivedToken(this.settings.secret, 'link', id);
  }

  hashOf(id: string): Buffer {
    return hashToken(this.of(id));
  }

  hash(token: string): Buffer {
    return hashToken(token);
  }
}
