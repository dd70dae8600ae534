import { newId, UnitOfWork } from '@holdfast/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { compared, type ComparisonId } from '../../domain/balance/gateway-balance.js';
import { type PaymentGateway, PaymentGateways } from '../../domain/payment-gateway.js';
import { GatewayBalances } from './gateway-balances.js';

/** So often a gateway is asked anew when the books moved while it answered. */
const TRIES = 3;

/** How one gateway took the question. */
export interface AskedBalance {
  readonly gateway: string;
  readonly outcome: 'told' | 'untold' | 'unknown';
  /** Why it told nothing. */
  readonly code: string | null;
  readonly comparisons: readonly ComparisonId[];
}

/** Asks every gateway that tells what it holds for us, and keeps how that compares with the books. Moves nothing; safe to repeat. */
export class CompareBalances extends Command<AskedBalance[]> {}

@CommandHandler(CompareBalances)
export class CompareBalancesHandler implements ICommandHandler<CompareBalances> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly balances: GatewayBalances,
  ) {}

  async execute(): Promise<AskedBalance[]> {
    if (this.work.active) throw new Error('No gateway is asked inside of a unit of work');
    const asked: AskedBalance[] = [];
    for (const name of this.gateways.names) {
      const gateway = this.gateways.get(name);
      if (!gateway.inProcess) asked.push(await this.#compare(gateway));
    }
    return asked;
  }

  async #compare(gateway: PaymentGateway): Promise<AskedBalance> {
    for (let attempt = 1; ; attempt++) {
      const before = await this.balances.booked(gateway.name, undefined);
      const answer = await gateway.balance();
      if (answer.outcome !== 'told') return { gateway: gateway.name, outcome: answer.outcome, code: answer.code, comparisons: [] };
      const after = await this.balances.booked(gateway.name, answer.asOf);
      const moved = JSON.stringify(before) !== JSON.stringify(after);
      // Asking anew does not help where it speaks of a time that is over.
      if (moved && answer.asOf === undefined && attempt < TRIES) continue;
      const comparisons = compared(gateway.name, answer.held, after, moved).map((one) => ({ ...one, id: newId('bal') }));
      await this.work.run(() => this.balances.add(comparisons));
      return { gateway: gateway.name, outcome: 'told', code: null, comparisons: comparisons.map(({ id }) => id) };
    }
  }
}
