import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NotFound, UnitOfWork } from '@holdfast/kernel';
import type { GatewayEventId } from '../domain/gateway-event.js';
import { GatewayEvents } from '../domain/gateway-events.js';

/** Has an event worked on again, whatever became of it. Safe: it only leads to asking the gateway. @throws NotFound */
export class ReplayGatewayEvent extends Command<void> {
  constructor(readonly id: GatewayEventId) {
    super();
  }
}

@CommandHandler(ReplayGatewayEvent)
export class ReplayGatewayEventHandler implements ICommandHandler<ReplayGatewayEvent> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly events: GatewayEvents,
  ) {}

  execute({ id }: ReplayGatewayEvent): Promise<void> {
    return this.work.run(async () => {
      if (!(await this.events.replay(id))) throw new NotFound();
    });
  }
}
