import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { IdempotencyKeyReused, NotFound, type Page, RequestInProgress } from '@holdfast/kernel';
import { Forbidden, IdempotencyKeyInvalid, Idempotent, IdParam, PageOf, RequiresScope, Route, Unauthenticated } from '@holdfast/platform';
import { type GatewayEventSummary, type GatewayEventView, GetGatewayEvent, ListGatewayEvents, ListRefusals, type RefusalCount } from '../../application/gateway-event-queries.js';
import { ReplayGatewayEvent } from '../../application/replay-gateway-event.js';
import type { GatewayEventId } from '../../domain/gateway-event.js';
import { GatewayEventBody, GatewayEventSummaryBody, ListGatewayEventsDto, RefusalCountBody } from './gateway-events.dto.js';

const ADMIN = [Unauthenticated, Forbidden];

@ApiTags('Admin: gateway events')
@Controller('v1/admin')
export class GatewayEventsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('payments:read')
  @Get('gateway-events')
  @Route({ summary: 'List events of payment gateways, newest first', answers: [{ status: 200, type: PageOf(GatewayEventSummaryBody) }], problems: ADMIN })
  list(@Query() query: ListGatewayEventsDto): Promise<Page<GatewayEventSummary>> {
    return this.queries.execute(new ListGatewayEvents(query));
  }

  @RequiresScope('payments:read')
  @Get('gateway-events/:id')
  @Route({ summary: 'Read an event of a payment gateway', answers: [{ status: 200, type: GatewayEventBody }], problems: [...ADMIN, NotFound] })
  read(@IdParam('gev') id: GatewayEventId): Promise<GatewayEventView> {
    return this.queries.execute(new GetGatewayEvent(id));
  }

  @RequiresScope('payments:write')
  @Post('gateway-events/:id/replays')
  @Idempotent()
  @HttpCode(202)
  @Route({
    summary: 'Work on an event again',
    about: 'Safe at any time: the gateway is asked how the payment stands now, and only what is missing is written.',
    answers: [{ status: 202, type: GatewayEventBody, about: 'It is due; the worker takes it within a second.' }],
    problems: [...ADMIN, NotFound, IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress],
  })
  async replay(@IdParam('gev') id: GatewayEventId): Promise<GatewayEventView> {
    await this.commands.execute(new ReplayGatewayEvent(id));
    return this.queries.execute(new GetGatewayEvent(id));
  }

  @RequiresScope('payments:read')
  @Get('gateway-event-refusals')
  @Route({
    summary: 'Count refused deliveries of gateway events, by day and reason',
    about: 'Of the last 90 days, newest first, all on one page. Nothing of a refused delivery is kept but that it came.',
    answers: [{ status: 200, type: PageOf(RefusalCountBody) }],
    problems: ADMIN,
  })
  refusals(): Promise<Page<RefusalCount>> {
    return this.queries.execute(new ListRefusals());
  }
}
