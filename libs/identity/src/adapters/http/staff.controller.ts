import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertMatch, etag, HeaderText, Idempotent, IdParam, PageOf, RequiresScope, Route } from '@holdfast/platform';
import { ChangeStaff } from '../../application/change-staff.js';
import { InviteAgain } from '../../application/invite-again.js';
import { InviteStaff } from '../../application/invite-staff.js';
import { ResetFactors } from '../../application/reset-factors.js';
import { GetStaff, ListStaff, type StaffView } from '../../application/staff.js';
import { ScopeNotHeld } from '../../domain/errors.js';
import type { StaffId } from '../../domain/staff.js';
import { LastOwner, NotInvited, OwnRights, RoleNotFound, StaffEmailTaken, StaffNotFound } from '../../domain/staff-errors.js';
import { ADMIN, DANGEROUS, KEYED, TAGGED, VERSIONED } from './admin-problems.js';
import { ChangeStaffDto, InviteStaffDto, ListDto, StaffBody } from './staff.dto.js';

@ApiTags('Admin: staff')
@Controller('v1/admin/staff')
export class StaffController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('staff:read')
  @Get()
  @Route({ summary: 'List the staff, newest first', answers: [{ status: 200, type: PageOf(StaffBody) }], problems: ADMIN })
  list(@Query() { limit, cursor }: ListDto) {
    return this.queries.execute(new ListStaff({ limit, cursor }));
  }

  @RequiresScope('staff:write', { dangerous: true })
  @Post()
  @Idempotent()
  @Route({
    summary: 'Invite somebody to the staff',
    about: 'By mail, for 72 hours. The role can allow only what you may do yourself.',
    answers: [{ status: 201, type: StaffBody, headers: TAGGED }],
    problems: [...DANGEROUS, ...KEYED, RoleNotFound, ScopeNotHeld, StaffEmailTaken],
  })
  async invite(@Body() { email, name, role_id }: InviteStaffDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#read(await this.commands.execute(new InviteStaff(email, name, role_id, request.principal!)), reply);
  }

  @RequiresScope('staff:read')
  @Get(':id')
  @Route({ summary: 'Read a member of staff', answers: [{ status: 200, type: StaffBody, headers: TAGGED }], problems: [...ADMIN, StaffNotFound] })
  get(@IdParam('stf') id: StaffId, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#read(id, reply);
  }

  @RequiresScope('staff:write', { dangerous: true })
  @Patch(':id')
  @Route({
    summary: 'Change the name or the role of somebody, disable or enable the account',
    about: 'It counts from the next request on. Nobody decides about their own role, and one active owner always stays.',
    answers: [{ status: 200, type: StaffBody, headers: TAGGED }],
    problems: [...DANGEROUS, ...VERSIONED, StaffNotFound, RoleNotFound, ScopeNotHeld, OwnRights, LastOwner],
  })
  async change(
    @IdParam('stf') id: StaffId, @Body() { name, role_id, disabled }: ChangeStaffDto, @Req() request: FastifyRequest,
    @HeaderText('if-match') ifMatch: string | undefined, @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const wish = { name, role: role_id, disabled };
    await this.commands.execute(new ChangeStaff(id, wish, request.principal!, (version) => assertMatch(ifMatch, version)));
    return this.#read(id, reply);
  }

  @RequiresScope('staff:write', { dangerous: true })
  @Post(':id/invitations')
  @HttpCode(202)
  @Idempotent()
  @Route({
    summary: 'Send the invitation again',
    about: 'Those sent before do not count any more.',
    answers: [{ status: 202, type: StaffBody, headers: TAGGED }],
    problems: [...DANGEROUS, ...KEYED, StaffNotFound, NotInvited, ScopeNotHeld, OwnRights],
  })
  async inviteAgain(@IdParam('stf') id: StaffId, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.commands.execute(new InviteAgain(id, request.principal!));
    return this.#read(id, reply);
  }

  @RequiresScope('staff:write', { dangerous: true })
  @Delete(':id/mfa-factors')
  @HttpCode(204)
  @Route({
    summary: 'Take the second factors of somebody away who lost them',
    about: 'Recovery codes included; all sessions end. Make sure by another way than mail that it is them who ask.',
    answers: [{ status: 204 }],
    problems: [...DANGEROUS, StaffNotFound, ScopeNotHeld, OwnRights],
  })
  resetFactors(@IdParam('stf') id: StaffId, @Req() request: FastifyRequest): Promise<void> {
    return this.commands.execute(new ResetFactors(id, request.principal!));
  }

  async #read(id: StaffId, reply: FastifyReply): Promise<StaffView> {
    const { version, view } = await this.queries.execute(new GetStaff(id));
    void reply.header('etag', etag(version));
    return view;
  }
}
