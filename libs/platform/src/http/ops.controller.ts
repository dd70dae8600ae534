import { Controller, Get } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { InvariantResult } from '../invariants/check-invariants.js';
import { Invariants } from '../invariants/invariants.js';
import { RequiresScope } from './access.js';
import { Route } from './answers.js';
import { Forbidden, Unauthenticated } from './problems.js';

class InvariantBody {
  @ApiProperty({ example: 'I1' })
  id!: string;

  @ApiProperty({ example: 'Nothing is oversold: what is reserved is never negative and never more than what is on hand.' })
  statement!: string;

  @ApiProperty({ example: true })
  ok!: boolean;

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, description: 'The first 20 rows that break it.' })
  offenders!: Record<string, unknown>[];
}

class InvariantsBody {
  @ApiProperty({ description: 'Whether all of them hold.' })
  ok!: boolean;

  @ApiProperty({ type: [InvariantBody] })
  data!: InvariantBody[];
}

@ApiTags('Operations')
@Controller('v1/ops')
export class OpsController {
  constructor(private readonly invariants: Invariants) {}

  @RequiresScope('ops:read')
  @Get('invariants')
  @Route({
    summary: 'Prove the promise on the live data',
    about: 'Each invariant is a query that must return no row; all run in one snapshot. Where millions of orders take longer than a request may (503), the command `invariants` of the CLI does it.',
    answers: [{ status: 200, type: InvariantsBody }],
    problems: [Unauthenticated, Forbidden],
  })
  async check(): Promise<{ ok: boolean; data: InvariantResult[] }> {
    const data = await this.invariants.check();
    return { ok: data.every(({ ok }) => ok), data };
  }
}
