import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { IdParam, Public, Route, StaffAlone, StaffOnly, Throttled, Unauthenticated } from '@holdfast/platform';
import { AcceptInvitation } from '../../application/accept-invitation.js';
import { ChangeStaffPassword } from '../../application/change-staff-password.js';
import { EndSession } from '../../application/end-session.js';
import { ListSessions } from '../../application/list-sessions.js';
import { GetStaff } from '../../application/staff.js';
import type { SessionId } from '../../domain/access-token.js';
import { WrongPassword } from '../../domain/account-errors.js';
import { InvalidToken, PasswordsBusy, PasswordTooCommon, PasswordTooLong, PasswordTooShort, SessionNotFound } from '../../domain/errors.js';
import { StaffMfaRule } from '../../domain/second-factor.js';
import type { InvitationId } from '../../domain/staff.js';
import { ChangePasswordDto } from './account-care.dto.js';
import { ownAccount } from './account-of.js';
import { SessionsBody } from './accounts.dto.js';
import { staffOf } from './caller.js';
import { AcceptInvitationDto, StaffBody, StaffMeBody } from './staff.dto.js';

const STAFF = [Unauthenticated, StaffAlone];

@ApiTags('Staff')
@Controller('v1')
export class StaffMeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly mfaRule: StaffMfaRule,
  ) {}

  @Public()
  @Throttled('token-confirmation')
  @Post('staff-invitations/:id/confirmations')
  @Route({
    summary: 'Accept an invitation to the staff',
    about: 'Once, within 72 hours, with a password of your choice. The token is in the body because addresses of requests end up in logs.',
    answers: [{ status: 201, type: StaffBody }],
    problems: [InvalidToken, PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy],
  })
  async accept(@IdParam('inv') id: InvitationId, @Body() { token, password }: AcceptInvitationDto) {
    const staff = await this.commands.execute(new AcceptInvitation(id, token, password));
    return (await this.queries.execute(new GetStaff(staff))).view;
  }

  @StaffOnly()
  @Get('staff/me')
  @Route({ summary: 'Read your account and what you may do', answers: [{ status: 200, type: StaffMeBody }], problems: STAFF })
  async get(@Req() request: FastifyRequest) {
    const { view } = await this.queries.execute(new GetStaff(staffOf(request).id));
    return { ...view, mfa_required: this.mfaRule.required, mfa_satisfied: request.principal!.missingFactor === undefined };
  }

  @StaffOnly()
  @Throttled('reauthentication', ownAccount)
  @Post('staff/me/password-changes')
  @HttpCode(204)
  @Route({
    summary: 'Change your password',
    about: 'All other sessions end at once.',
    answers: [{ status: 204 }],
    problems: [...STAFF, WrongPassword, PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy],
  })
  changePassword(@Body() { current_password, password }: ChangePasswordDto, @Req() request: FastifyRequest): Promise<void> {
    const { id, session } = staffOf(request);
    return this.commands.execute(new ChangeStaffPassword(id, session, current_password, password));
  }

  @StaffOnly()
  @Get('staff/me/sessions')
  @Route({ summary: 'List where you are logged in', about: 'The one that was used last comes first.', answers: [{ status: 200, type: SessionsBody }], problems: STAFF })
  async sessions(@Req() request: FastifyRequest): Promise<SessionsBody> {
    const { id, session } = staffOf(request);
    return { data: await this.queries.execute(new ListSessions(id, session)) };
  }

  @StaffOnly()
  @Delete('staff/me/sessions/:id')
  @HttpCode(204)
  @Route({ summary: 'Log a device out', about: 'Its tokens stop counting at once.', answers: [{ status: 204 }], problems: [...STAFF, SessionNotFound] })
  endSession(@IdParam('ses') id: SessionId, @Req() request: FastifyRequest): Promise<void> {
    return this.commands.execute(new EndSession(id, staffOf(request).id, 'revoked'));
  }
}
