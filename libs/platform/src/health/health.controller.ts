import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/access.js';
import { HEALTH_STATUSES, Readiness } from './readiness.js';

class HealthBody {
  @ApiProperty({ enum: HEALTH_STATUSES }) status!: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { database: { status: 'up' } } }) details?: object;
}

/** What load balancers and supervisors ask. */
@ApiTags('Operations')
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Public()
  @Get('livez')
  @ApiOperation({ summary: 'Is the process alive?', description: 'Touches nothing but the process itself.' })
  @ApiResponse({ status: 200, description: 'It is.', schema: { type: 'object', properties: { status: { type: 'string' } } } })
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Public()
  @Get('startupz')
  @ApiOperation({ summary: 'Has the process started?' })
  @ApiResponse({ status: 200, description: 'It has.', type: HealthBody })
  @ApiResponse({ status: 503, description: 'Not yet.', type: HealthBody })
  async startup(@Res({ passthrough: true }) reply: FastifyReply) {
    const health = await this.readiness.report();
    void reply.status(this.readiness.started ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return health;
  }

  @Public()
  @Get('readyz')
  @ApiOperation({
    summary: 'Should this process get requests?',
    description:
      'A database that is away reads as degraded and stays 200, unless READY_NEEDS_DATABASE says otherwise: taking every process out at once would help nobody. ' +
      'Payment gateways and mail servers are never asked.',
  })
  @ApiResponse({ status: 200, description: 'Yes.', type: HealthBody })
  @ApiResponse({ status: 503, description: 'No: it starts, it is too busy, or it drains.', type: HealthBody })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const health = await this.readiness.report();
    const serves = health.status === 'ok' || health.status === 'degraded';
    void reply.status(serves ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return health;
  }
}
