import { Injectable } from '@nestjs/common';
import { type SecurityEvent, SecurityLog } from '../kernel/index.js';
import { MikroUnitOfWork } from '../persistence/mikro-unit-of-work.js';
import { correlation } from '../telemetry/correlation.js';

@Injectable()
export class PostgresSecurityLog extends SecurityLog {
  constructor(private readonly work: MikroUnitOfWork) {
    super();
  }

  async note(event: SecurityEvent): Promise<void> {
    const here = correlation();
    const noted = { ...event, actor: event.actor ?? here?.actor, requestId: here?.requestId ?? null };
    await this.work.run(async () => this.work.note(noted));
  }
}
