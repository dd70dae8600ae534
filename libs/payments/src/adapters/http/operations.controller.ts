import { Body, Controller, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  Forbidden, IdParam, NotFound, ReauthenticationRequired, RequiresScope, Route, StaffAlone, Unauthenticated,
} from '@holdfast/platform';
import { OperationResolver } from '../../application/operation-resolver.js';
import { GetOperation, type OperationView } from '../../application/payment-queries.js';
import { ResolveByHand } from '../../application/resolve-by-hand.js';
import type { OperationId } from '../../domain/operation.js';
import { OperationNotForPeople, ReferenceNeeded } from '../../domain/operation-errors.js';
import { OperationBody, ResolutionDto } from './payments.dto.js';

@ApiTags('Admin: payments')
@Controller('v1/admin/operations')
export class OperationsController {
  constructor(
    private readonly resolver: OperationResolver,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('payments:write', { dangerous: true })
  @Post(':id/resolutions')
  @Route({
    summary: 'Say what became of an operation, after looking at the gateway',
    about:
      'For operations with `needs_human` alone, by a member of staff who proved lately who they are. The gateway is asked once more before, and its word counts. Whoever says `failed` of money that moved makes the books wrong until a settlement report shows it: look twice. An operation is decided once, so that a repeat is refused; it needs no Idempotency-Key.',
    answers: [{ status: 201, type: OperationBody }],
    problems: [Unauthenticated, Forbidden, StaffAlone, ReauthenticationRequired, NotFound, OperationNotForPeople, ReferenceNeeded],
  })
  async resolve(@IdParam('op') id: OperationId, @Body() { outcome, reference, note }: ResolutionDto, @Req() { principal }: FastifyRequest): Promise<OperationView> {
    await this.queries.execute(new GetOperation(id));
    // A machine cannot look at a gateway's dashboard.
    if (principal?.kind !== 'staff') throw new StaffAlone();
    await this.resolver.resolveNow([id]);
    await this.commands.execute(new ResolveByHand(id, { outcome, reference: reference ?? null, note, actor: principal.id }));
    return this.queries.execute(new GetOperation(id));
  }
}
