import { Body, Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PeopleAlone, PeopleOnly, Public, Route, Throttled, Unauthenticated } from '@holdfast/platform';
import { EndSession } from '../../application/end-session.js';
import { LogIn } from '../../application/log-in.js';
import { Reauthenticate } from '../../application/reauthenticate.js';
import { RefreshSession } from '../../application/refresh-session.js';
import { WrongPassword } from '../../domain/account-errors.js';
import { InvalidCredentials, InvalidRefreshToken, PasswordsBusy, SessionNotFound } from '../../domain/errors.js';
import { InvalidMfaCode, MfaCodeMissing } from '../../domain/mfa-errors.js';
import { accountInBody, ownAccount } from './account-of.js';
import { LogInDto, ReauthenticationDto, RefreshSessionDto, SessionTokensBody } from './accounts.dto.js';
import { BringsCart, broughtCart } from './brought-cart.js';
import { personOf } from './caller.js';
import { ChallengeBody, proofIn } from './mfa.dto.js';
import { entryBody, originOf, tokensBody } from './session-answers.js';

@ApiTags('Accounts')
@Controller('v1/sessions')
export class SessionsController {
  constructor(private readonly commands: CommandBus) {}

  @Public()
  @Throttled('login', accountInBody)
  @Post()
  @BringsCart()
  @Route({
    summary: 'Log in',
    about: `Answers alike, and after the same time, for an unknown address and for a wrong password. 202 says that the password was right and the second factor is still to be shown, with the cart again: see \`POST /v1/mfa-challenges/{id}/verifications\`.

A cart that was filled as a guest can be taken along: \`cart\` tells what became of it, and a login never fails because of it.`,
    answers: [{ status: 201, type: SessionTokensBody }, { status: 202, type: ChallengeBody, about: 'The second factor is still to be shown.' }],
    problems: [InvalidCredentials, PasswordsBusy],
  })
  async logIn(@Body() { email, password, as, cart_id }: LogInDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const entered = await this.commands.execute(new LogIn(email, password, originOf(request), as, broughtCart(request, cart_id)));
    return entryBody(entered, reply);
  }

  @Public()
  @Throttled('refresh')
  @Post('refreshes')
  @Route({
    summary: 'Exchange the refresh token for the next pair of tokens',
    about: 'Each refresh token is for one use. Repeated within 10 seconds it gives the same successor, for clients that lost the answer; after that it ends the session.',
    answers: [{ status: 201, type: SessionTokensBody }],
    problems: [InvalidRefreshToken],
  })
  async refresh(@Body() { refresh_token }: RefreshSessionDto): Promise<SessionTokensBody> {
    return tokensBody(await this.commands.execute(new RefreshSession(refresh_token)));
  }

  @PeopleOnly()
  @Throttled('reauthentication', ownAccount)
  @Post('current/reauthentications')
  @HttpCode(204)
  @Route({
    summary: 'Prove once more that it is you',
    about: 'Opens what is dangerous, for five minutes with this login. Whoever has a second factor shows it as well. What is wrong leaves the session as it is.',
    answers: [{ status: 204 }],
    problems: [Unauthenticated, PeopleAlone, WrongPassword, MfaCodeMissing, InvalidMfaCode, PasswordsBusy],
  })
  reauthenticate(@Body() { password, ...shown }: ReauthenticationDto, @Req() request: FastifyRequest): Promise<void> {
    const { id, session } = personOf(request);
    return this.commands.execute(new Reauthenticate(id, session, password, proofIn(shown)));
  }

  @PeopleOnly()
  @Delete('current')
  @HttpCode(204)
  @Route({ summary: 'Log out', about: 'Both tokens stop counting at once.', answers: [{ status: 204 }], problems: [Unauthenticated, PeopleAlone, SessionNotFound] })
  logOut(@Req() request: FastifyRequest): Promise<void> {
    const { id, session } = personOf(request);
    return this.commands.execute(new EndSession(session, id, 'logged-out'));
  }
}
