import { Controller, Delete, Get, HttpCode, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CustomersAlone, CustomersOnly, IdParam, Route, Unauthenticated } from '@holdfast/platform';
import { EndSession } from '../../application/end-session.js';
import { GetCustomer } from '../../application/get-customer.js';
import { ListSessions } from '../../application/list-sessions.js';
import type { SessionId } from '../../domain/access-token.js';
import { SessionNotFound } from '../../domain/errors.js';
import { CustomerBody, SessionsBody } from './accounts.dto.js';
import { customerOf } from './caller.js';
import { customerBody } from './customers.controller.js';

const CUSTOMERS = [Unauthenticated, CustomersAlone];

@ApiTags('Accounts')
@CustomersOnly()
@Controller('v1/customers/me')
export class MeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Route({ summary: 'Read your account', answers: [{ status: 200, type: CustomerBody }], problems: CUSTOMERS })
  async get(@Req() request: FastifyRequest): Promise<CustomerBody> {
    return customerBody(await this.queries.execute(new GetCustomer(customerOf(request).id)));
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
