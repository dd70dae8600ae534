import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalDataHolders, SecurityLog, UnitOfWork } from '@holdfast/kernel';
import { type CustomerId, Customers } from '../domain/customer.js';
import { type ErasureId, Erasures, isCompleted } from '../domain/erasure.js';

const BATCH = 100;

/** Carries out the erasures whose turn it is. @throws AggregateError when some failed: they are tried again in a minute. */
export class CarryOutErasures extends Command<void> {}

/**
 * Each pass is one transaction over all modules: whoever reads meanwhile sees a customer or nobody, and a crash leaves nothing half
 * forgotten. What a pass did is not there for the next one, so a repeat does no harm.
 */
@CommandHandler(CarryOutErasures)
export class CarryOutErasuresHandler implements ICommandHandler<CarryOutErasures> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly erasures: Erasures,
    private readonly customers: Customers,
    private readonly holders: PersonalDataHolders,
    private readonly securityLog: SecurityLog,
  ) {}

  async execute(): Promise<void> {
    const faults: unknown[] = [];
    for (const id of await this.erasures.due(BATCH)) {
      await this.work.run(() => this.#pass(id)).catch(async (error: unknown) => {
        faults.push(error);
        await this.erasures.postpone(id);
      });
    }
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} erasures failed`, { cause: faults[0] });
  }

  async #pass(id: ErasureId): Promise<void> {
    const due = await this.erasures.lock(id);
    if (!due) return;
    const { subject, passes } = due;
    const state = await this.customers.lockState(subject.customer as CustomerId);
    const waits = await this.holders.erase(subject);
    await this.erasures.passed(id, waits, isCompleted(passes + 1, waits));
    if (passes > 0 || !state) return;
    await this.securityLog.note({ event: 'customer.erased', subject: subject.customer, actor: 'worker', details: { erasure: id } });
    this.work.record([
      { type: 'identity.customer-erased.v1', subject: subject.customer, version: state.version + 1, from: state.status, to: 'erased', payload: { erasure_id: id } },
    ]);
  }
}
