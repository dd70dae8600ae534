import type { BookedMoney, Comparison, ComparisonId } from '../../domain/balance/gateway-balance.js';

/** What gateways hold for us, as it was compared with the books. */
export abstract class GatewayBalances {
  /** What the books say of a gateway, as of a time or now. In every currency in which anything was ever booked or is under way. */
  abstract booked(gateway: string, asOf: Date | undefined): Promise<BookedMoney[]>;

  abstract add(comparisons: readonly (Comparison & { readonly id: ComparisonId })[]): Promise<void>;
}
