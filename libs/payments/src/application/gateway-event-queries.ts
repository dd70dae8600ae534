import { Query } from '@nestjs/cqrs';
import type { Page } from '@holdfast/kernel';
import type { GatewayEventId, GatewayEventState } from '../domain/gateway-event.js';
import type { PaymentId } from '../domain/operation.js';

/** An event of a gateway as staff sees it. */
export interface GatewayEventSummary {
  readonly id: GatewayEventId;
  readonly gateway: string;
  readonly event_id: string;
  readonly type: string;
  readonly reference: string | null;
  readonly payment_id: PaymentId | null;
  readonly state: GatewayEventState;
  readonly reason: string | null;
  readonly tries: number;
  readonly next_try_at: string | null;
  readonly occurred_at: string;
  readonly received_at: string;
}

export interface GatewayEventView extends GatewayEventSummary {
  /** Null once it is too old. */
  readonly payload: Readonly<Record<string, unknown>> | null;
}

export interface GatewayEventFilter {
  readonly gateway?: string;
  readonly type?: string;
  readonly state?: GatewayEventState;
  readonly reference?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Events of gateways, newest first. */
export class ListGatewayEvents extends Query<Page<GatewayEventSummary>> {
  constructor(readonly filter: GatewayEventFilter) {
    super();
  }
}

/** One event. @throws NotFound */
export class GetGatewayEvent extends Query<GatewayEventView> {
  constructor(readonly id: GatewayEventId) {
    super();
  }
}

/** How often deliveries were refused on a day, for one reason. */
export interface RefusalCount {
  readonly day: string;
  readonly gateway: string;
  readonly reason: string;
  readonly count: number;
  readonly last_at: string;
}

/** Refused deliveries of the last 90 days, newest first. */
export class ListRefusals extends Query<Page<RefusalCount>> {}
