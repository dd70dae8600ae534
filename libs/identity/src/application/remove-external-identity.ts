import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { CustomerId } from '../domain/customer.js';
import { ExternalIdentities, type ExternalIdentityId } from '../domain/external-identity.js';
import { ExternalIdentityNotFound, LastWayIn } from '../domain/openid-connect-errors.js';

/** Ends that a login at a provider opens the account of its owner. @throws ExternalIdentityNotFound, LastWayIn */
export class RemoveExternalIdentity extends Command<void> {
  constructor(
    readonly id: ExternalIdentityId,
    readonly owner: CustomerId,
  ) {
    super();
  }
}

@CommandHandler(RemoveExternalIdentity)
export class RemoveExternalIdentityHandler implements ICommandHandler<RemoveExternalIdentity> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly identities: ExternalIdentities,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ id, owner }: RemoveExternalIdentity): Promise<void> {
    return this.work.run(async () => {
      const outcome = await this.identities.remove(id, owner);
      if (outcome === 'unknown') throw new ExternalIdentityNotFound();
      if (outcome === 'last-way-in') throw new LastWayIn();
      this.work.record([{ type: 'identity.external-identity-removed.v1', subject: id, version: 2, payload: { customer_id: owner } }]);
      await this.securityLog.note({ event: 'external-identity.removed', subject: owner, details: { identity: id } });
    });
  }
}
