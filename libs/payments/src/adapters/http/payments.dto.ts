import { ApiProperty } from '@nestjs/swagger';
import { Choice, FlagText, IdOf, MoneyBody, MoneyDto, ObjectOf, Text, WholeText } from '@holdfast/platform';
import { DisputeBody } from './dispute.dto.js';
import type { PaymentStatus } from '../../domain/payment.js';

export const STATUSES = ['pending', 'requires_action', 'authorized', 'partially_captured', 'captured', 'partially_refunded', 'refunded', 'voided', 'failed'];
const REASONS = ['requested_by_customer', 'duplicate', 'fraudulent', 'goods_returned', 'other'];
const ACTIONS = ['capture', 'void', 'refund'];

export class ListPaymentsDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
  @Text({ optional: true, max: 40, about: 'For instance stripe.' }) gateway?: string;
  @Choice(STATUSES, { optional: true }) status?: PaymentStatus;
  @IdOf('chk', { optional: true, about: 'An order names its checkout.' }) checkout?: `chk_${string}`;
  @IdOf('ord', { optional: true, about: 'All payments of one order.' }) order?: `ord_${string}`;
  @FlagText({ about: 'Those of which the shop gives money back by itself that is not back yet: late money.' }) giving_back?: boolean;
  @FlagText({ about: 'Those of which a person has to find out at the gateway what became of an operation.' }) needs_human?: boolean;
}

export class ActionDto {
  @ObjectOf(() => MoneyDto, { optional: true, about: 'All that is possible when absent.' }) amount?: MoneyDto;
  @Choice(REASONS, { optional: true, about: 'Why, for the books.' }) reason?: string;
}

export class ResolutionDto {
  @Choice(['succeeded', 'failed'], { about: 'What the gateway shows: it was done, or it was not and will not be.' }) outcome!: 'succeeded' | 'failed';
  @Text({ optional: true, max: 200, about: 'By which the gateway knows it. Needed when an authorization succeeded whose reference nobody knows.' }) reference?: string;
  @Text({ min: 10, max: 500, about: 'What was seen, and where. Nothing about the shopper.', example: 'Dashboard shows the refund as paid out.' }) note!: string;
}

const id = (prefix: string) => ({ type: String, example: `${prefix}_01h455vb4pex5vsknk084sn02q` });
const nullable = { type: String, nullable: true };
const time = { format: 'date-time' };

export class ResolutionBody {
  @ApiProperty({ enum: ['succeeded', 'failed'] }) outcome!: string;
  @ApiProperty(nullable) reference!: string | null;
  @ApiProperty() note!: string;
  @ApiProperty(id('stf')) actor!: string;
  @ApiProperty(time) decided_at!: string;
}

const STATES = ['created', 'sent', 'requires_action', 'unknown', 'succeeded', 'failed', 'returned'];

export class OperationPartBody {
  @ApiProperty(id('op')) id!: string;
  @ApiProperty({ enum: STATES }) status!: string;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
  @ApiProperty(nullable) code!: string | null;
}

export class OperationBody {
  @ApiProperty(id('op')) id!: string;
  @ApiProperty(id('pay')) payment_id!: string;
  @ApiProperty({ enum: ['authorize', ...ACTIONS] }) kind!: string;
  @ApiProperty({ enum: STATES, description: '`returned`: a refund that had succeeded, and that the bank sent back.' }) status!: string;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
  @ApiProperty({ ...nullable, description: 'Why it failed or is unknown.' }) code!: string | null;
  @ApiProperty({ ...nullable, enum: [...REASONS, 'authorization_expired', 'canceled_at_gateway', null], description: 'Why it was asked for, or why the gateway did it by itself.' }) reason!: string | null;
  @ApiProperty({ ...nullable, description: 'Who asked for it; null where the shopper or the shop itself did.' }) actor!: string | null;
  @ApiProperty({ ...nullable, description: 'By which the gateway knows it, where it has an id of its own.' }) reference!: string | null;
  @ApiProperty({ description: 'The gateway could not be made to tell: somebody has to look there.' }) needs_human!: boolean;
  @ApiProperty({ type: ResolutionBody, nullable: true }) resolution!: ResolutionBody | null;
  @ApiProperty({ type: [OperationPartBody], description: 'Of a refund of several captures: all its operations, this one first. Empty otherwise.' }) parts!: OperationPartBody[];
  @ApiProperty(time) created_at!: string;
  @ApiProperty(time) updated_at!: string;
}

export class InFlightBody {
  @ApiProperty({ type: MoneyBody }) capturing!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) voiding!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) refunding!: MoneyBody;
}

export class PaymentSummaryBody {
  @ApiProperty(id('pay')) id!: string;
  @ApiProperty(id('chk')) checkout_id!: string;
  @ApiProperty({ example: 'stripe' }) gateway!: string;
  @ApiProperty({ example: 'pm_card_visa', description: '`erased` once the shopper was forgotten.' }) method!: string;
  @ApiProperty({ ...nullable, description: 'By which the gateway knows it.' }) reference!: string | null;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
  @ApiProperty({ type: MoneyBody, description: 'All that was ever authorized.' }) authorized!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) captured!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) voided!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) refunded!: MoneyBody;
  @ApiProperty({ type: InFlightBody, description: 'Set aside for operations whose outcome is not known yet.' }) in_flight!: InFlightBody;
  @ApiProperty() needs_human!: boolean;
  @ApiProperty({ description: 'The shop gives money back by itself, and it is not back yet.' }) giving_back!: boolean;
  @ApiProperty({ enum: ACTIONS, isArray: true }) allowed_actions!: string[];
  @ApiProperty({ ...nullable, ...time, description: 'When it was last compared with the books of its gateway.' }) observed_at!: string | null;
  @ApiProperty(time) created_at!: string;
  @ApiProperty(time) updated_at!: string;
  @ApiProperty({ type: 'integer', example: 2 }) version!: number;
}

export class PaymentDetailsBody extends PaymentSummaryBody {
  @ApiProperty({ type: [OperationBody], description: 'Oldest first.' }) operations!: OperationBody[];
  @ApiProperty({ type: [DisputeBody], description: 'Oldest first.' }) disputes!: DisputeBody[];
}
