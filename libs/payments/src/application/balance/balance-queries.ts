import type { MoneyData, Page } from '@holdfast/kernel';
import { Query } from '@nestjs/cqrs';
import type { ComparisonId, Standing } from '../../domain/balance/gateway-balance.js';

export interface ComparisonView {
  readonly id: ComparisonId;
  readonly gateway: string;
  readonly standing: Standing;
  readonly held: MoneyData;
  readonly booked: MoneyData;
  /** held − booked. */
  readonly difference: MoneyData;
  readonly in_flight: { readonly coming: MoneyData; readonly going: MoneyData };
  readonly unreported: number;
  readonly open_differences: number;
  readonly compared_at: string;
}

/** Comparisons of what gateways hold with the books, newest first. */
export class ListComparisons extends Query<Page<ComparisonView>> {
  constructor(
    readonly filter: {
      readonly gateway?: string | undefined;
      readonly standing?: Standing | undefined;
      readonly ids?: readonly ComparisonId[] | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
  ) {
    super();
  }
}
