import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@holdfast/kernel';
import { InvalidToken } from '../domain/errors.js';
import { assertAcceptable, Passwords } from '../domain/password.js';
import { type InvitationId, type StaffId, StaffMembers } from '../domain/staff.js';
import { LinkTokens } from './link-tokens.js';

/** Makes an account of staff active with a password of its owner's choice. @throws InvalidToken, PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy */
export class AcceptInvitation extends Command<StaffId> {
  constructor(
    readonly id: InvitationId,
    readonly token: string,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(AcceptInvitation)
export class AcceptInvitationHandler implements ICommandHandler<AcceptInvitation> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly staff: StaffMembers,
    private readonly passwords: Passwords,
    private readonly tokens: LinkTokens,
  ) {}

  async execute({ id, token, password }: AcceptInvitation): Promise<StaffId> {
    const tokenHash = this.tokens.hash(token);
    const invited = await this.staff.invited(id, tokenHash);
    if (!invited) throw new InvalidToken();
    assertAcceptable(password, [invited.email, invited.name]);
    const passwordHash = await this.passwords.hash(password);
    return this.work.run(async () => {
      const staff = await this.staff.accept(id, tokenHash, passwordHash);
      if (!staff) throw new InvalidToken();
      this.work.record([{ type: 'identity.staff-joined.v1', subject: staff, version: 1, payload: {} }]);
      return staff;
    });
  }
}
