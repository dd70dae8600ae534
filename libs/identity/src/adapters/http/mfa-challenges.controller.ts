import { Body, Controller, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { clientAddress, IdParam, networkOf, Public, Route, TooManyRequests } from '@holdfast/platform';
import { VerifyChallenge } from '../../application/verify-challenge.js';
import { ChallengeOver, InvalidMfaCode, MfaCodeMissing } from '../../domain/mfa-errors.js';
import type { ChallengeId } from '../../domain/second-factor.js';
import { SessionTokensBody } from './accounts.dto.js';
import { BringsCart, broughtCart } from './brought-cart.js';
import { proofOf, VerificationDto } from './mfa.dto.js';
import { tokensBody } from './session-answers.js';

@ApiTags('Accounts')
@Controller('v1/mfa-challenges')
export class MfaChallengesController {
  constructor(private readonly commands: CommandBus) {}

  @Public()
  @BringsCart()
  @Post(':id/verifications')
  @Route({
    summary: 'Show the second factor, which ends a login',
    about: 'Within five minutes of the password, with five tries. The tries are also counted over all logins of the account.',
    answers: [{ status: 201, type: SessionTokensBody }],
    problems: [ChallengeOver, InvalidMfaCode, MfaCodeMissing, TooManyRequests],
  })
  async verify(@IdParam('mch') id: ChallengeId, @Body() { secret, cart_id, ...shown }: VerificationDto, @Req() request: FastifyRequest): Promise<SessionTokensBody> {
    const from = { address: networkOf(clientAddress(request)), cart: broughtCart(request, cart_id) };
    return tokensBody(await this.commands.execute(new VerifyChallenge(id, secret, proofOf(shown), from)));
  }
}
