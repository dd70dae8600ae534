import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Forbidden, Idempotent, IdempotencyKeyRequired, IdempotencyKeyReused, InvalidRequest, PageOf, RequestInProgress, RequiresScope, Route, Unauthenticated } from '@holdfast/platform';
import { AdjustStock, type StockAdjustment } from '../../application/adjust-stock.js';
import { CreateLocation } from '../../application/create-location.js';
import { ListLocations, ListStockLevels, ListStockMovements } from '../../application/queries.js';
import type { Change } from '../../domain/adjustment.js';
import { LevelNamedTwice, LocationCodeTaken, StockBelowReserved, StockChanged, StockTooLarge, UnknownLocation, UnknownVariant } from '../../domain/errors.js';
import { AdjustmentBody, type AdjustmentDto, AdjustStockDto, LevelBody, ListLevelsDto, ListMovementsDto, LocationBody, LocationDto, MovementBody } from './stock.dto.js';

const KEYED = [IdempotencyKeyRequired, IdempotencyKeyReused, RequestInProgress];
const ADMIN = [Unauthenticated, Forbidden];

@ApiTags('Admin: inventory')
@Controller('v1/admin')
export class StockController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @RequiresScope('inventory:read')
  @Get('stock-locations')
  @Route({ summary: 'List stock locations', answers: [{ status: 200, type: PageOf(LocationBody) }], problems: ADMIN })
  locations() {
    return this.queries.execute(new ListLocations());
  }

  @RequiresScope('inventory:write')
  @Post('stock-locations')
  @Idempotent()
  @Route({ summary: 'Open a stock location', answers: [{ status: 201, type: LocationBody }], problems: [...ADMIN, LocationCodeTaken, IdempotencyKeyReused, RequestInProgress] })
  createLocation(@Body() { code, name, rank }: LocationDto) {
    return this.commands.execute(new CreateLocation(code, name, rank));
  }

  @RequiresScope('inventory:read')
  @Get('stock-levels')
  @Route({ summary: 'List stock levels, now or as of a time', answers: [{ status: 200, type: PageOf(LevelBody) }], problems: ADMIN })
  levels(@Query() { variant, location, limit, cursor, as_of }: ListLevelsDto) {
    return this.queries.execute(new ListStockLevels({ variantId: variant, locationId: location, limit, cursor, asOf: as_of }));
  }

  @RequiresScope('inventory:read')
  @Get('stock-movements')
  @Route({ summary: 'List every movement of stock, newest first', answers: [{ status: 200, type: PageOf(MovementBody) }], problems: ADMIN })
  movements(@Query() { variant, location, limit, cursor }: ListMovementsDto) {
    return this.queries.execute(new ListStockMovements({ variantId: variant, locationId: location, limit, cursor }));
  }

  @RequiresScope('inventory:write')
  @Post('stock-adjustments')
  @Idempotent({ required: true })
  @Route({
    summary: 'Adjust stock, by a difference or to a counted number',
    answers: [{ status: 201, type: AdjustmentBody }],
    problems: [...ADMIN, ...KEYED, StockChanged, StockBelowReserved, StockTooLarge, UnknownVariant, UnknownLocation, LevelNamedTwice],
  })
  async adjust(@Body() { reason, adjustments }: AdjustStockDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const items = adjustments.map((item, i) => ({ variantId: item.variant_id, locationId: item.location_id, change: changeOf(item, i) }));
    void reply.status(201);
    return adjustmentView(await this.commands.execute(new AdjustStock(reason, items)));
  }
}

function changeOf({ delta, on_hand, expected_on_hand }: AdjustmentDto, position: number): Change {
  if (delta !== undefined && on_hand === undefined && expected_on_hand === undefined) return { kind: 'delta', delta };
  if (delta === undefined && on_hand !== undefined && expected_on_hand !== undefined) {
    return { kind: 'set', onHand: on_hand, expectedOnHand: expected_on_hand };
  }
  throw new InvalidRequest([{ pointer: `/adjustments/${position}`, code: 'one-change', message: 'Give either delta, or on_hand together with expected_on_hand' }]);
}

const adjustmentView = ({ id, reason, levels }: StockAdjustment): AdjustmentBody => ({
  id,
  reason,
  levels: levels.map(({ variantId, locationId, onHand, reserved }) => ({
    variant_id: variantId,
    location_id: locationId,
    on_hand: onHand,
    reserved,
    available: onHand - reserved,
  })),
});
