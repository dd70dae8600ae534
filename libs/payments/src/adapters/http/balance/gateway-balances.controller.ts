import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Forbidden, PageOf, RequiresScope, Route, Unauthenticated } from '@holdfast/platform';
import { ListComparisons } from '../../../application/balance/balance-queries.js';
import { CompareBalances } from '../../../application/balance/compare-balances.js';
import { AskedBalancesBody, ComparisonBody, ListComparisonsDto } from './gateway-balances.dto.js';

const ADMIN = [Unauthenticated, Forbidden];
const MOST = 100;

@ApiTags('Admin: ledger')
@Controller('v1/admin/gateway-balances')
export class GatewayBalancesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('ledger:read')
  @Get()
  @Route({ summary: 'List what gateways held for us beside what the books said, newest first', answers: [{ status: 200, type: PageOf(ComparisonBody) }], problems: ADMIN })
  list(@Query() { gateway, standing, limit, cursor }: ListComparisonsDto) {
    return this.queries.execute(new ListComparisons({ gateway, standing, limit, cursor }));
  }

  @RequiresScope('ledger:write')
  @Post('syncs')
  @HttpCode(200)
  @Route({
    summary: 'Ask the gateways now what they hold for us, and compare it with the books',
    about: 'The worker does so once a day. Needs no Idempotency-Key: it moves nothing, so that a repeat does no harm.',
    answers: [{ status: 200, type: AskedBalancesBody }],
    problems: ADMIN,
  })
  async sync() {
    const asked = await this.commands.execute(new CompareBalances());
    const ids = asked.flatMap(({ comparisons }) => comparisons);
    const { data } = await this.queries.execute(new ListComparisons({ ids, limit: MOST }));
    return { data: asked.map(({ comparisons, ...one }) => ({ ...one, comparisons: data.filter(({ id }) => comparisons.includes(id)) })) };
  }
}
