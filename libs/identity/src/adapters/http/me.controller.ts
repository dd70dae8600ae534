import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  assertMatch, CustomersAlone, CustomersOnly, etag, HeaderText, IdParam, NotFound, PreconditionFailed, ReauthenticationRequired, Route, Throttled, Unauthenticated,
} from '@holdfast/platform';
import { ChangePassword } from '../../application/change-password.js';
import { DescribeCustomer } from '../../application/describe-customer.js';
import { EndSession } from '../../application/end-session.js';
import { GetCustomer } from '../../application/get-customer.js';
import { ListSessions } from '../../application/list-sessions.js';
import { RequestEmailChange } from '../../application/request-email-change.js';
import type { SessionId } from '../../domain/access-token.js';
import { WrongPassword } from '../../domain/account-errors.js';
import type { Customer, Profile } from '../../domain/customer.js';
import { PasswordsBusy, PasswordTooCommon, PasswordTooLong, PasswordTooShort, SessionNotFound } from '../../domain/errors.js';
import { ChangeEmailDto, ChangePasswordDto, ProfileDto } from './account-care.dto.js';
import { ownAccount } from './account-of.js';
import { CustomerBody, MailSentBody, SessionsBody } from './accounts.dto.js';
import { customerOf } from './caller.js';
import { customerBody } from './customers.controller.js';

const CUSTOMERS = [Unauthenticated, CustomersAlone];
const ETAG = { etag: 'Version of the profile, for If-Match.' };

@ApiTags('Accounts')
@CustomersOnly()
@Controller('v1/customers/me')
export class MeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Route({ summary: 'Read your account', answers: [{ status: 200, type: CustomerBody, headers: ETAG }], problems: CUSTOMERS })
  async get(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<CustomerBody> {
    return tagged(await this.queries.execute(new GetCustomer(customerOf(request).id)), reply);
  }

  @Patch()
  @Route({
    summary: 'Change your name or phone number',
    about: 'The e-mail address is changed by `/v1/customers/me/email-changes`, because the new one has to be confirmed.',
    answers: [{ status: 200, type: CustomerBody, headers: ETAG }],
    problems: [...CUSTOMERS, NotFound, PreconditionFailed],
  })
  async describe(@Body() body: ProfileDto, @Req() request: FastifyRequest, @HeaderText('if-match') match: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<CustomerBody> {
    const { id } = customerOf(request);
    return tagged(await this.commands.execute(new DescribeCustomer(id, profileOf(body), (version) => assertMatch(match, version))), reply);
  }

  @Throttled('reauthentication', ownAccount)
  @Post('password-changes')
  @HttpCode(204)
  @Route({
    summary: 'Change your password',
    about: 'All other sessions end at once, and a mail tells you of the change.',
    answers: [{ status: 204 }],
    problems: [...CUSTOMERS, NotFound, WrongPassword, PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy],
  })
  changePassword(@Body() { current_password, password }: ChangePasswordDto, @Req() request: FastifyRequest): Promise<void> {
    const { id, session } = customerOf(request);
    return this.commands.execute(new ChangePassword(id, session, current_password, password));
  }

  @CustomersOnly({ dangerous: true })
  @Throttled('email-change', ownAccount)
  @Post('email-changes')
  @HttpCode(202)
  @Route({
    summary: 'Ask for another e-mail address',
    about: 'Needs a password that was shown within the last five minutes. The new address is asked to confirm, the old one is told. Answers alike whether the address is taken or not.',
    answers: [{ status: 202, type: MailSentBody }],
    problems: [...CUSTOMERS, ReauthenticationRequired],
  })
  async changeEmail(@Body() { email }: ChangeEmailDto, @Req() request: FastifyRequest): Promise<MailSentBody> {
    const { id, session } = customerOf(request);
    await this.commands.execute(new RequestEmailChange(id, session, email));
    return { status: 'confirmation-sent' };
  }

  @Get('sessions')
  @Route({ summary: 'List where you are logged in', about: 'The one that was used last comes first.', answers: [{ status: 200, type: SessionsBody }], problems: CUSTOMERS })
  async sessions(@Req() request: FastifyRequest): Promise<SessionsBody> {
    const { id, session } = customerOf(request);
    return { data: await this.queries.execute(new ListSessions(id, session)) };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Route({ summary: 'Log a device out', about: 'Its tokens stop counting at once.', answers: [{ status: 204 }], problems: [...CUSTOMERS, SessionNotFound] })
  endSession(@IdParam('ses') id: SessionId, @Req() request: FastifyRequest): Promise<void> {
    return this.commands.execute(new EndSession(id, customerOf(request).id, 'revoked'));
  }
}

function tagged(customer: Customer, reply: FastifyReply): CustomerBody {
  void reply.header('etag', etag(customer.version));
  return customerBody(customer);
}

/** Absent fields stay as they are; null removes. */
const profileOf = ({ name, phone }: ProfileDto): Partial<Profile> => ({ ...(name === undefined ? {} : { name: name ?? '' }), ...(phone === undefined ? {} : { phone }) });
