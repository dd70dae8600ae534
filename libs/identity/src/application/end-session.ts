import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecurityLog, UnitOfWork } from '@holdfast/kernel';
import type { SessionId } from '../domain/access-token.js';
import { SessionNotFound } from '../domain/errors.js';
import type { SessionEnd, SubjectId } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';

/** Ends a session of its owner; its tokens do not count from the next request on. @throws SessionNotFound */
export class EndSession extends Command<void> {
  constructor(
    readonly id: SessionId,
    readonly subject: SubjectId,
    readonly why: SessionEnd,
  ) {
    super();
  }
}

@CommandHandler(EndSession)
export class EndSessionHandler implements ICommandHandler<EndSession> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly securityLog: SecurityLog,
  ) {}

  execute({ id, subject, why }: EndSession): Promise<void> {
    return this.work.run(async () => {
      if (!(await this.sessions.end(id, subject, why))) throw new SessionNotFound();
      this.work.record([{ type: 'identity.session-ended.v1', subject: id, version: 2, payload: { subject_id: subject, why } }]);
      await this.securityLog.note({ event: 'session.ended', subject, details: { session: id, why } });
    });
  }
}
