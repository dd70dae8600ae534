import { ApiProperty } from '@nestjs/swagger';
import { Choice, Text, WholeText } from '@holdfast/platform';
import type { GatewayEventState } from '../../domain/gateway-event.js';

const STATES = ['received', 'applied', 'ignored', 'parked', 'failed'];

export class ListGatewayEventsDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
  @Text({ optional: true, max: 40, example: 'stripe' }) gateway?: string;
  @Text({ optional: true, max: 255, about: 'In the words of the gateway.', example: 'payment_intent.succeeded' }) type?: string;
  @Choice(STATES, { optional: true, about: '`failed` waits for people.' }) state?: GatewayEventState;
  @Text({ optional: true, max: 255, about: 'By which the gateway knows the payment.', example: 'pi_3Q' }) reference?: string;
}

const time = (description: string) => ({ type: String, format: 'date-time', description });

export class GatewayEventSummaryBody {
  @ApiProperty({ example: 'gev_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ example: 'stripe' }) gateway!: string;
  @ApiProperty({ description: 'The gateway’s own id of it.', example: 'evt_1Q' }) event_id!: string;
  @ApiProperty({ description: 'In the words of the gateway.', example: 'payment_intent.succeeded' }) type!: string;
  @ApiProperty({ type: String, nullable: true, description: 'By which the gateway knows the payment; null for what is not about payments.', example: 'pi_3Q' })
  reference!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Known once it was applied.', example: 'pay_01h455vb4pex5vsknk084sn02q' }) payment_id!: string | null;
  @ApiProperty({ enum: STATES, description: '`parked` is tried again at `next_try_at`; `failed` waits for people.' }) state!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it is where it is.', example: 'unknown-payment' }) reason!: string | null;
  @ApiProperty({ type: 'integer', example: 1 }) tries!: number;
  @ApiProperty({ ...time('When it is tried next.'), nullable: true }) next_try_at!: string | null;
  @ApiProperty(time('When it happened, by the clock of the gateway.')) occurred_at!: string;
  @ApiProperty(time('When it was stored.')) received_at!: string;
}

export class GatewayEventBody extends GatewayEventSummaryBody {
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'What is kept of the event: ids, states and amounts. Null after 90 days.' })
  payload!: object | null;
}

export class RefusalCountBody {
  @ApiProperty({ format: 'date', example: '2026-01-31' }) day!: string;
  @ApiProperty({ description: '`unknown` for a gateway that sends no events here.', example: 'stripe' }) gateway!: string;
  @ApiProperty({ enum: ['signature', 'stale', 'malformed', 'unknown-gateway'] }) reason!: string;
  @ApiProperty({ type: 'integer', example: 3 }) count!: number;
  @ApiProperty(time('The last of them.')) last_at!: string;
}
