import { ApiProperty } from '@nestjs/swagger';
import { Choice, MoneyBody, Text } from '@holdfast/platform';
import type { Standing } from '../../../domain/balance/gateway-balance.js';
import { PageDto } from '../ledger/ledger.dto.js';

const STANDINGS: readonly Standing[] = ['equal', 'waiting', 'differing'];
const whole = { type: 'integer' } as const;

export class ListComparisonsDto extends PageDto {
  @Text({ optional: true, max: 40, about: 'For instance stripe.' }) gateway?: string;
  @Choice(STANDINGS, { optional: true }) standing?: Standing;
}

class MoneyInFlightBody {
  @ApiProperty({ type: MoneyBody, description: 'Captures that are not decided.' }) coming!: MoneyBody;
  @ApiProperty({ type: MoneyBody, description: 'Refunds that are not decided.' }) going!: MoneyBody;
}

export class ComparisonBody {
  @ApiProperty({ type: String, example: 'bal_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ example: 'stripe' }) gateway!: string;
  @ApiProperty({
    enum: STANDINGS,
    description: 'equal: the books say what the gateway says. waiting: what is under way, not reported or not accepted yet may explain the difference. differing: nothing explains it.',
  })
  standing!: string;
  @ApiProperty({ type: MoneyBody, description: 'What the gateway holds for us, pending money included.' }) held!: MoneyBody;
  @ApiProperty({ type: MoneyBody, description: 'Balance of its clearing account.' }) booked!: MoneyBody;
  @ApiProperty({ type: MoneyBody, description: 'What it holds, less what is booked.' }) difference!: MoneyBody;
  @ApiProperty({ type: MoneyInFlightBody }) in_flight!: MoneyInFlightBody;
  @ApiProperty({ ...whole, description: 'Movements that no settlement report told yet: their fees are not booked either.' }) unreported!: number;
  @ApiProperty({ ...whole, description: 'Differences to settlement reports that nobody accepted, and events of the gateway that are not applied.' }) open_differences!: number;
  @ApiProperty({ format: 'date-time' }) compared_at!: string;
}

export class AskedBalanceBody {
  @ApiProperty({ example: 'stripe' }) gateway!: string;
  @ApiProperty({ enum: ['told', 'untold', 'unknown'], description: 'untold: it, or our account at it, does not tell. unknown: it could not be asked now.' }) outcome!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it told nothing.' }) code!: string | null;
  @ApiProperty({ type: [ComparisonBody], description: 'One for each currency.' }) comparisons!: ComparisonBody[];
}

export class AskedBalancesBody {
  @ApiProperty({ type: [AskedBalanceBody] }) data!: AskedBalanceBody[];
}
