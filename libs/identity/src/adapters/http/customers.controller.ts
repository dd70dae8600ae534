import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, Public, Route, Throttled } from '@holdfast/platform';
import { ConfirmRegistration } from '../../application/confirm-registration.js';
import { RegisterCustomer } from '../../application/register-customer.js';
import type { Customer } from '../../domain/customer.js';
import { InvalidToken, PasswordsBusy, PasswordTooCommon, PasswordTooLong, PasswordTooShort } from '../../domain/errors.js';
import type { RegistrationId } from '../../domain/registration.js';
import { accountInBody } from './account-of.js';
import { ConfirmRegistrationDto, CustomerBody, MailSentBody, RegisterCustomerDto } from './accounts.dto.js';

@ApiTags('Accounts')
@Controller('v1')
export class CustomersController {
  constructor(private readonly commands: CommandBus) {}

  @Public()
  @Throttled('registration', accountInBody)
  @Post('customers')
  @HttpCode(202)
  @Route({
    summary: 'Ask for an account',
    about: 'Answers alike whether the address has an account or not: what is to be done next stands in the mail that goes there.',
    answers: [{ status: 202, type: MailSentBody }],
    problems: [PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy],
  })
  async register(@Body() { email, name = '', password }: RegisterCustomerDto): Promise<MailSentBody> {
    await this.commands.execute(new RegisterCustomer(email, name, password));
    return { status: 'confirmation-sent' };
  }

  @Public()
  @Throttled('token-confirmation')
  @Post('email-verifications/:id/confirmations')
  @Route({
    summary: 'Confirm the address, which makes the account',
    about: 'Once, within 24 hours. The token is in the body because addresses of requests end up in logs.',
    answers: [{ status: 201, type: CustomerBody }],
    problems: [InvalidToken],
  })
  async confirm(@IdParam('reg') id: RegistrationId, @Body() { token }: ConfirmRegistrationDto): Promise<CustomerBody> {
    return customerBody(await this.commands.execute(new ConfirmRegistration(id, token)));
  }
}

export const customerBody = ({ id, email, name, phone, createdAt }: Customer): CustomerBody => ({ id, email, name, phone, created_at: createdAt.toISOString() });
