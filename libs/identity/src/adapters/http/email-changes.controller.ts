import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, Public, Route, Throttled } from '@holdfast/platform';
import { ConfirmEmailChange } from '../../application/confirm-email-change.js';
import type { EmailChangeId } from '../../domain/email-change.js';
import { InvalidToken } from '../../domain/errors.js';
import { ConfirmEmailChangeDto } from './account-care.dto.js';

@ApiTags('Accounts')
@Controller('v1/email-changes')
export class EmailChangesController {
  constructor(private readonly commands: CommandBus) {}

  @Public()
  @Throttled('token-confirmation')
  @Post(':id/confirmations')
  @HttpCode(204)
  @Route({
    summary: 'Confirm the new address of your account',
    about: 'Once, within an hour. Sessions end, but for the one that asked. Anybody may send it: the token tells that the mails of the address are read.',
    answers: [{ status: 204 }],
    problems: [InvalidToken],
  })
  confirm(@IdParam('emc') id: EmailChangeId, @Body() { token }: ConfirmEmailChangeDto): Promise<void> {
    return this.commands.execute(new ConfirmEmailChange(id, token));
  }
}
