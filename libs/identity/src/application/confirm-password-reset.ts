import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Throttle, UnitOfWork } from '@holdfast/kernel';
import { InvalidToken } from '../domain/errors.js';
import { assertAcceptable, Passwords } from '../domain/password.js';
import { type PasswordResetId, PasswordResets } from '../domain/password-reset.js';
import { LinkTokens } from './link-tokens.js';
import { PasswordReplacer } from './password-replacer.js';

/**
 * Gives an account the new password of whoever reads its mails, once, and ends all its sessions.
 * @throws InvalidToken, PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordsBusy
 */
export class ConfirmPasswordReset extends Command<void> {
  constructor(
    readonly id: PasswordResetId,
    readonly token: string,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmPasswordReset)
export class ConfirmPasswordResetHandler implements ICommandHandler<ConfirmPasswordReset> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly resets: PasswordResets,
    private readonly passwords: Passwords,
    private readonly tokens: LinkTokens,
    private readonly replacer: PasswordReplacer,
    private readonly throttle: Throttle,
  ) {}

  async execute({ id, token, password }: ConfirmPasswordReset): Promise<void> {
    const tokenHash = this.tokens.hash(token);
    // Before the hash is made: whoever has no token must not keep the processor busy.
    const account = await this.resets.find(id, tokenHash);
    if (!account) throw new InvalidToken();
    assertAcceptable(password, [account.email, account.name]);
    const passwordHash = await this.passwords.hash(password);
    await this.work.run(async () => {
      const taken = await this.resets.take(id, tokenHash);
      if (!taken || !(await this.replacer.replace(taken, passwordHash, 'reset'))) throw new InvalidToken();
    });
    // What strangers guessed at was the password before.
    await this.throttle.forgive('login', account.email);
  }
}
