import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdParam, Public, Route, Throttled } from '@holdfast/platform';
import { BeginOpenIdConnect } from '../../application/begin-openid-connect.js';
import { CompleteOpenIdConnect } from '../../application/complete-openid-connect.js';
import { OpenIdProvider } from '../../application/openid-provider.js';
import { InvalidCredentials, InvalidToken } from '../../domain/errors.js';
import type { AuthorizationId } from '../../domain/openid-authorization.js';
import {
  OpenIdConnectAnswerInvalid, OpenIdConnectEmailUnverified, OpenIdConnectIdentityConflict, OpenIdConnectNotConfigured,
  OpenIdConnectRedirectUriUnknown, OpenIdConnectRefused, OpenIdProviderUnavailable,
} from '../../domain/openid-connect-errors.js';
import { SessionTokensBody } from './accounts.dto.js';
import { BringsCart, broughtCart } from './brought-cart.js';
import { BeginOpenIdConnectDto, CompleteOpenIdConnectDto, OpenIdAuthorizationBody, OpenIdProvidersBody } from './openid-connect.dto.js';
import { ChallengeBody } from './mfa.dto.js';
import { entryBody, originOf } from './session-answers.js';

@ApiTags('Accounts')
@Controller('v1/openid-connect')
export class OpenIdConnectController {
  constructor(
    private readonly commands: CommandBus,
    private readonly provider: OpenIdProvider,
  ) {}

  @Public()
  @Get('providers')
  @Route({
    summary: 'List where customers can log in other than with a password',
    about: 'None or one.',
    answers: [{ status: 200, type: OpenIdProvidersBody }],
  })
  providers(): OpenIdProvidersBody {
    return { data: [...this.provider.providers()] };
  }

  @Public()
  @Throttled('oidc-login')
  @Post('authorizations')
  @Route({
    summary: 'Begin a login at the OpenID provider',
    about: 'Keep `id` and `secret` in the browser, send it to `authorization_url`, and complete the login when it comes back. No cookies are set.',
    answers: [{ status: 201, type: OpenIdAuthorizationBody }],
    problems: [OpenIdConnectNotConfigured, OpenIdConnectRedirectUriUnknown, OpenIdProviderUnavailable],
  })
  async begin(@Body() { redirect_uri }: BeginOpenIdConnectDto): Promise<OpenIdAuthorizationBody> {
    const { id, url, secret, expiresAt } = await this.commands.execute(new BeginOpenIdConnect(redirect_uri));
    return { id, authorization_url: url, secret, expires_at: expiresAt.toISOString() };
  }

  @Public()
  @Throttled('oidc-login')
  @Post('authorizations/:id/completions')
  @BringsCart()
  @Route({
    summary: 'Log in with the answer of the OpenID provider',
    about: 'Once, within 10 minutes. Makes an account when the verified address has none. Takes a cart along as a login does.',
    answers: [{ status: 201, type: SessionTokensBody }, { status: 202, type: ChallengeBody, about: 'The second factor is still to be shown.' }],
    problems: [
      OpenIdConnectNotConfigured, InvalidToken, OpenIdConnectRefused, OpenIdConnectAnswerInvalid, OpenIdConnectEmailUnverified,
      OpenIdConnectIdentityConflict, InvalidCredentials, OpenIdProviderUnavailable,
    ],
  })
  async complete(
    @IdParam('oid') id: AuthorizationId,
    @Body() { secret, response_url, cart_id }: CompleteOpenIdConnectDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionTokensBody | ChallengeBody> {
    const entered = await this.commands.execute(new CompleteOpenIdConnect(id, secret, response_url, originOf(request), broughtCart(request, cart_id)));
    return entryBody(entered, reply);
  }
}
