import type { Id } from '@holdfast/kernel';

export type ComparisonId = Id<'bal'>;

/** What a gateway holds for us in one currency, what is pending included. Minor units; negative where we owe it. */
export interface HeldMoney {
  readonly currency: string;
  readonly amount: number;
}

/** `untold`: this gateway, or our account at it, does not tell. `unknown`: it could not be asked now. */
export type BalanceAnswer =
  /** `asOf`: of what time it speaks, where that is not now. */
  | { readonly outcome: 'told'; readonly held: readonly HeldMoney[]; readonly asOf?: Date | undefined }
  | { readonly outcome: 'untold' | 'unknown'; readonly code: string };

/** What the books say of a gateway in one currency. Minor units. */
export interface BookedMoney {
  readonly currency: string;
  /** Balance of the clearing account. */
  readonly booked: number;
  /** Captures that the gateway was asked for and that are not decided. */
  readonly coming: number;
  /** Refunds likewise. */
  readonly going: number;
  /** Movements that no settlement report told yet, so that their fees are not booked either. */
  readonly unreported: number;
  readonly openDifferences: number;
}

/**
 * `equal`: the books say what the gateway says. `waiting`: what is under way, not reported or not accepted yet may explain that they differ.
 * `differing`: nothing explains it, and a person has to look.
 */
export type Standing = 'equal' | 'waiting' | 'differing';

export interface Comparison extends BookedMoney {
  readonly gateway: string;
  readonly held: number;
  readonly standing: Standing;
}

const NOTHING = { booked: 0, coming: 0, going: 0, unreported: 0, openDifferences: 0 };

/** Compares what a gateway holds with what the books say, in every currency that one of them knows. `moved`: the books changed meanwhile. */
export function compared(gateway: string, held: readonly HeldMoney[], books: readonly BookedMoney[], moved: boolean): Comparison[] {
  const currencies = [...new Set([...held, ...books].map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) => {
    const told = held.filter((one) => one.currency === currency).reduce((sum, { amount }) => sum + amount, 0);
    const ours = books.find((one) => one.currency === currency) ?? { currency, ...NOTHING };
    return { ...ours, gateway, held: told, standing: standing(told, ours, moved) };
  });
}

function standing(held: number, { booked, coming, going, unreported, openDifferences }: BookedMoney, moved: boolean): Standing {
  if (held === booked) return 'equal';
  if (moved || openDifferences > 0) return 'waiting';
  // Fees and payouts that are not reported yet make it less than is booked. Nothing but a capture under way makes it more.
  if (held > booked + coming) return 'differing';
  return coming > 0 || going > 0 || unreported > 0 ? 'waiting' : 'differing';
}
