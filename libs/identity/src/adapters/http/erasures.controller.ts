import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Forbidden, Idempotent, IdempotencyKeyReused, IdParam, NotFound, ReauthenticationRequired, RequestInProgress, RequiresScope, Route, Unauthenticated } from '@holdfast/platform';
import { GetErasure } from '../../application/get-erasure.js';
import { RequestErasure } from '../../application/request-erasure.js';
import type { CustomerId } from '../../domain/customer.js';
import type { ErasureId } from '../../domain/erasure.js';
import { ErasureBody, erasureBody } from './privacy.dto.js';

const GUARDED = [Unauthenticated, Forbidden];

/** For those who asked by letter, and for whoever answers them. */
@ApiTags('Customers')
@Controller('v1/admin')
export class ErasuresController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('customers:write', { dangerous: true })
  @Post('customers/:id/erasures')
  @HttpCode(202)
  @Idempotent()
  @Route({
    summary: 'Have the shop forget a customer',
    about: 'Make sure first that it is the customer who asks. It cannot be had back. A repeat answers the erasure that there is.',
    answers: [{ status: 202, type: ErasureBody, headers: { location: 'The erasure.' } }],
    problems: [...GUARDED, ReauthenticationRequired, IdempotencyKeyReused, RequestInProgress, NotFound],
  })
  async erase(@IdParam('cus') id: CustomerId, @Res({ passthrough: true }) reply: FastifyReply): Promise<ErasureBody> {
    const erasure = await this.commands.execute(new RequestErasure(id, 'staff'));
    void reply.header('location', `/v1/admin/erasures/${erasure.id}`);
    return erasureBody(erasure);
  }

  @RequiresScope('customers:read')
  @Get('erasures/:id')
  @Route({ summary: 'See how far an erasure is, and what has to wait', answers: [{ status: 200, type: ErasureBody }], problems: [...GUARDED, NotFound] })
  async get(@IdParam('era') id: ErasureId): Promise<ErasureBody> {
    return erasureBody(await this.queries.execute(new GetErasure(id)));
  }
}
