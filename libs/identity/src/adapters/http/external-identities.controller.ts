import { Controller, Delete, Get, HttpCode, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CustomersAlone, CustomersOnly, IdParam, Route, Unauthenticated } from '@holdfast/platform';
import { ListExternalIdentities } from '../../application/list-external-identities.js';
import { RemoveExternalIdentity } from '../../application/remove-external-identity.js';
import type { ExternalIdentityId } from '../../domain/external-identity.js';
import { ExternalIdentityNotFound, LastWayIn } from '../../domain/openid-connect-errors.js';
import { customerOf } from './caller.js';
import { ExternalIdentitiesBody } from './openid-connect.dto.js';

@ApiTags('Accounts')
@CustomersOnly()
@Controller('v1/customers/me/external-identities')
export class ExternalIdentitiesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Route({
    summary: 'List the OpenID providers that open your account',
    answers: [{ status: 200, type: ExternalIdentitiesBody }],
    problems: [Unauthenticated, CustomersAlone],
  })
  async list(@Req() request: FastifyRequest): Promise<ExternalIdentitiesBody> {
    return { data: await this.queries.execute(new ListExternalIdentities(customerOf(request).id)) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Route({
    summary: 'Unlink an OpenID provider from your account',
    about: 'The last one of an account without a password stays: ask for a password reset first. Sessions go on.',
    answers: [{ status: 204 }],
    problems: [Unauthenticated, CustomersAlone, ExternalIdentityNotFound, LastWayIn],
  })
  remove(@IdParam('eid') id: ExternalIdentityId, @Req() request: FastifyRequest): Promise<void> {
    return this.commands.execute(new RemoveExternalIdentity(id, customerOf(request).id));
  }
}
