/** What the shopper has to do before the gateway goes on. */
export interface NextAction {
  readonly type: 'redirect';
  readonly url: string;
}

/**
 * What a gateway said, by any road. Only what it surely said counts as success or decline; everything else (a timeout, a reset
 * after the first byte, a 5xx, an answer that cannot be read, amounts that differ) is `unknown`.
 */
export type GatewayResult =
  | {
      readonly outcome: 'succeeded';
      readonly reference: string;
      /** Echoed by the gateway, in minor units; both are checked against the operation. */
      readonly amount: number;
      readonly currency: string;
      /** For an authorization: how much of it was captured in the same step. */
      readonly captured?: number;
      /** For a capture: how much of the authorization it left and released in the same step. */
      readonly released?: number;
      /** The gateway's own id of this very operation, where it has one beside that of the payment (refunds do). */
      readonly own?: string;
    }
  | { readonly outcome: 'declined'; readonly code: string; readonly reference?: string; readonly own?: string }
  | { readonly outcome: 'requires_action'; readonly reference: string; readonly nextAction: NextAction | null }
  /** The shopper did what was asked, and the gateway waits for us: the operation has to be carried out again, with its reference. */
  | { readonly outcome: 'approved'; readonly reference: string }
  /** The gateway has it, says so, and works on it, for days if need be. Nobody has to find anything out. */
  | { readonly outcome: 'pending'; readonly code: string; readonly reference?: string; readonly own?: string }
  /** The gateway was surely never reached: connection refused, name not found, rejected before any work. */
  | { readonly outcome: 'not_sent'; readonly code: string }
  | { readonly outcome: 'unknown'; readonly code: string; readonly reference?: string; readonly own?: string };

/** A result and the operation it is about. */
export interface GatewayFact {
  readonly operationId: `op_${string}`;
  readonly result: GatewayResult;
  /** The request that waits for it, where one does. */
  readonly requestId?: string;
}
