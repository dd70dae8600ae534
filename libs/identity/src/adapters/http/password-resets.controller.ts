import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, Public, Route, Throttled } from '@holdfast/platform';
import { ConfirmPasswordReset } from '../../application/confirm-password-reset.js';
import { RequestPasswordReset } from '../../application/request-password-reset.js';
import { InvalidToken, PasswordsBusy, PasswordTooCommon, PasswordTooLong, PasswordTooShort } from '../../domain/errors.js';
import type { PasswordResetId } from '../../domain/password-reset.js';
import { ConfirmPasswordResetDto, RequestPasswordResetDto } from './account-care.dto.js';
import { accountInBody } from './account-of.js';
import { MailSentBody } from './accounts.dto.js';

@ApiTags('Accounts')
@Controller('v1/password-resets')
export class PasswordResetsController {
  constructor(private readonly commands: CommandBus) {}

  @Public()
  @Throttled('password-reset', accountInBody)
  @Post()
  @HttpCode(202)
  @Route({
    summary: 'Ask for a new password',
    about: 'Answers alike whether the address has an account or not; only an address that has one is mailed. What was asked for before does not count any more.',
    answers: [{ status: 202, type: MailSentBody }],
  })
  async request(@Body() { email }: RequestPasswordResetDto): Promise<MailSentBody> {
    await this.commands.execute(new RequestPasswordReset(email));
    return { status: 'confirmation-sent' };
  }

  @Public()
  @Throttled('token-confirmation')
  @Post(':id/confirmations')
  @HttpCode(204)
  @Route({
    summary: 'Choose the new password',
    about: 'Once, within ten minutes. All sessions of the account end. The token is in the body because addresses of requests end up in logs.',
    answers: [{ status: 204 }],
    problems: [InvalidToken, PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy],
  })
  confirm(@IdParam('pwr') id: PasswordResetId, @Body() { token, password }: ConfirmPasswordResetDto): Promise<void> {
    return this.commands.execute(new ConfirmPasswordReset(id, token, password));
  }
}
