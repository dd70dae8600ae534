/** What a gateway can do, most of all with money that it authorized. What it cannot is refused here, before anything is sent. */
export interface GatewayCapabilities {
  /** Less than the whole authorization can be captured. */
  readonly partialCapture: boolean;
  /** What a capture left can be captured later. Otherwise the first capture releases the rest. */
  readonly multipleCaptures: boolean;
  /** A part of what is not captured can be released. */
  readonly partialVoid: boolean;
  /** Less than the whole capture can be given back, several times. */
  readonly partialRefund: boolean;
  /** A refund is of one capture and no more than that: one of several captures is several refunds. */
  readonly refundsOfOneCapture: boolean;
  /** Means of payment can be kept for customers, without a charge: the gateway has a vault. */
  readonly savedMethods: boolean;
}

/** All that can be done with money. */
export const EVERYTHING: GatewayCapabilities = {
  partialCapture: true, multipleCaptures: true, partialVoid: true, partialRefund: true, refundsOfOneCapture: false, savedMethods: false,
};
