import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertMatch, etag, HeaderText, Idempotent, IdParam, PageOf, RequiresScope, Route } from '@holdfast/platform';
import { ChangeRole } from '../../application/change-role.js';
import { DefineRole } from '../../application/define-role.js';
import { RemoveRole } from '../../application/remove-role.js';
import { GetRole, ListRoles, type RoleView } from '../../application/roles.js';
import { ScopeNotHeld } from '../../domain/errors.js';
import type { RoleId } from '../../domain/roles.js';
import { BuiltInRoleStays, RoleInUse, RoleNameTaken, RoleNotFound } from '../../domain/staff-errors.js';
import { ADMIN, DANGEROUS, KEYED, TAGGED, VERSIONED } from './admin-problems.js';
import { ChangeRoleDto, DefineRoleDto, ListDto, RoleBody } from './staff.dto.js';

@ApiTags('Admin: staff')
@Controller('v1/admin/roles')
export class RolesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('staff:read')
  @Get()
  @Route({ summary: 'List roles, the built-in ones first', answers: [{ status: 200, type: PageOf(RoleBody) }], problems: ADMIN })
  list(@Query() { limit, cursor }: ListDto) {
    return this.queries.execute(new ListRoles({ limit, cursor }));
  }

  @RequiresScope('staff:write', { dangerous: true })
  @Post()
  @Idempotent()
  @Route({
    summary: 'Define a role',
    about: 'It can allow only what you may do yourself.',
    answers: [{ status: 201, type: RoleBody, headers: TAGGED }],
    problems: [...DANGEROUS, ...KEYED, ScopeNotHeld, RoleNameTaken],
  })
  async define(@Body() { name, permissions }: DefineRoleDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#read(await this.commands.execute(new DefineRole(name, permissions, request.principal!)), reply);
  }

  @RequiresScope('staff:read')
  @Get(':id')
  @Route({ summary: 'Read a role', answers: [{ status: 200, type: RoleBody, headers: TAGGED }], problems: [...ADMIN, RoleNotFound] })
  get(@IdParam('rol') id: RoleId, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#read(id, reply);
  }

  @RequiresScope('staff:write', { dangerous: true })
  @Patch(':id')
  @Route({
    summary: 'Change a role of your own',
    about: 'Whoever has it may do the new things, and no others, from their next request on.',
    answers: [{ status: 200, type: RoleBody, headers: TAGGED }],
    problems: [...DANGEROUS, ...VERSIONED, RoleNotFound, BuiltInRoleStays, ScopeNotHeld, RoleNameTaken],
  })
  async change(
    @IdParam('rol') id: RoleId, @Body() wish: ChangeRoleDto, @Req() request: FastifyRequest,
    @HeaderText('if-match') ifMatch: string | undefined, @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new ChangeRole(id, wish, request.principal!, (version) => assertMatch(ifMatch, version)));
    return this.#read(id, reply);
  }

  @RequiresScope('staff:write', { dangerous: true })
  @Delete(':id')
  @HttpCode(204)
  @Route({
    summary: 'Delete a role that nobody has',
    answers: [{ status: 204 }],
    problems: [...DANGEROUS, ...VERSIONED, RoleNotFound, BuiltInRoleStays, ScopeNotHeld, RoleInUse],
  })
  remove(@IdParam('rol') id: RoleId, @Req() request: FastifyRequest, @HeaderText('if-match') ifMatch: string | undefined): Promise<void> {
    return this.commands.execute(new RemoveRole(id, request.principal!, (version) => assertMatch(ifMatch, version)));
  }

  async #read(id: RoleId, reply: FastifyReply): Promise<RoleView> {
    const { version, view } = await this.queries.execute(new GetRole(id));
    void reply.header('etag', etag(version));
    return view;
  }
}
