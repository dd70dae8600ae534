import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, IsOptional } from 'class-validator';
import { Choice, IdOf, ListOf, Text, Whole, WholeText } from '@holdfast/platform';
import { MAX_ON_HAND } from '../../domain/adjustment.js';
import type { LocationId, VariantId } from '../../inventory.js';

export class AdjustmentDto {
  @IdOf('var') variant_id!: VariantId;
  @IdOf('loc', { optional: true, about: 'The default location when absent.' }) location_id?: LocationId;
  @Whole({ optional: true, min: -MAX_ON_HAND, max: MAX_ON_HAND, about: 'Change by so many. Either this or `on_hand`.', example: 25 }) delta?: number;
  @Whole({ optional: true, min: 0, max: MAX_ON_HAND, about: 'Set to the number counted; needs `expected_on_hand`.' }) on_hand?: number;
  @Whole({ optional: true, min: 0, max: MAX_ON_HAND, about: 'What you believe is on hand; the adjustment is refused when it is not.' }) expected_on_hand?: number;
}

export class AdjustStockDto {
  @Choice(['received', 'counted', 'damaged', 'lost', 'returned', 'correction'], { about: 'Why.', example: 'received' }) reason!: string;
  @ListOf(() => AdjustmentDto, { min: 1, max: 1_000, about: 'All of them are done, or none.' }) adjustments!: AdjustmentDto[];
}

export class LocationDto {
  @Text({ max: 40, pattern: /^[a-z0-9-]+$/, example: 'berlin' }) code!: string;
  @Text({ max: 200, example: 'Berlin store' }) name!: string;
  @Whole({ min: 0, max: 1_000, about: 'Lower ranks are used first.', example: 1 }) rank!: number;
}

class StockFilterDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
  @IdOf('var', { optional: true }) variant?: VariantId;
  @IdOf('loc', { optional: true }) location?: LocationId;
}

export class ListMovementsDto extends StockFilterDto {}

export class ListLevelsDto extends StockFilterDto {
  @ApiProperty({ required: false, type: String, format: 'date-time', description: 'The levels as they were at this time.' })
  @IsOptional()
  @IsDate()
  @Transform(({ value }) => (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : value))
  as_of?: Date;
}


const id = (prefix: string) => ({ type: String, example: `${prefix}_01h455vb4pex5vsknk084sn02q` });

export class LocationBody {
  @ApiProperty(id('loc')) id!: string;
  @ApiProperty({ example: 'main' }) code!: string;
  @ApiProperty({ example: 'Main warehouse' }) name!: string;
  @ApiProperty({ type: 'integer', example: 0 }) rank!: number;
}

export class LevelBody {
  @ApiProperty(id('var')) variant_id!: string;
  @ApiProperty(id('loc')) location_id!: string;
  @ApiProperty({ type: 'integer', example: 100 }) on_hand!: number;
  @ApiProperty({ type: 'integer', example: 3, description: 'Held for checkouts and allocated to orders.' }) reserved!: number;
  @ApiProperty({ type: 'integer', example: 97 }) available!: number;
}

export class AdjustmentBody {
  @ApiProperty(id('adj')) id!: string;
  @ApiProperty({ example: 'received' }) reason!: string;
  @ApiProperty({ type: [LevelBody] }) levels!: LevelBody[];
}

export class MovementBody {
  @ApiProperty(id('mov')) id!: string;
  @ApiProperty(id('var')) variant_id!: string;
  @ApiProperty(id('loc')) location_id!: string;
  @ApiProperty({ type: 'integer', example: 0 }) delta_on_hand!: number;
  @ApiProperty({ type: 'integer', example: 1 }) delta_reserved!: number;
  @ApiProperty({ enum: ['initial', 'adjustment', 'hold', 'release', 'expire', 'ship'] }) reason!: string;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ description: 'What moved the stock.', example: 'hold_01h455vb4pex5vsknk084sn02q' }) cause!: string;
  @ApiProperty({ type: String, nullable: true }) checkout_id!: string | null;
  @ApiProperty({ type: String, nullable: true }) actor!: string | null;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
}
