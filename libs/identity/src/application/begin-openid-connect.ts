import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId, UnitOfWork } from '@holdfast/kernel';
import { type AuthorizationId, OpenIdAuthorizations } from '../domain/openid-authorization.js';
import { OpenIdProvider } from './openid-provider.js';

export interface BegunLogin {
  readonly id: AuthorizationId;
  readonly url: string;
  /** Readable this once. */
  readonly secret: string;
  readonly expiresAt: Date;
}

/** Begins a login at the OpenID provider. @throws OpenIdConnectNotConfigured, OpenIdConnectRedirectUriUnknown, OpenIdProviderUnavailable */
export class BeginOpenIdConnect extends Command<BegunLogin> {
  constructor(readonly redirectUri: string | undefined) {
    super();
  }
}

@CommandHandler(BeginOpenIdConnect)
export class BeginOpenIdConnectHandler implements ICommandHandler<BeginOpenIdConnect> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly provider: OpenIdProvider,
    private readonly authorizations: OpenIdAuthorizations,
  ) {}

  async execute({ redirectUri }: BeginOpenIdConnect): Promise<BegunLogin> {
    const { url, secret, kept } = await this.provider.begin(redirectUri);
    const id = newId('oid');
    const expiresAt = await this.work.run(() => this.authorizations.add(id, kept));
    return { id, url, secret, expiresAt };
  }
}
