import { Controller, Get, type OnApplicationBootstrap, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/access.js';
import { PrometheusMetrics } from './prometheus-metrics.js';

/** The metrics of a worker, beside its probes: it has no public address from which they would have to be kept. */
@ApiExcludeController()
@Controller()
export class MetricsController implements OnApplicationBootstrap {
  constructor(private readonly metrics: PrometheusMetrics) {}

  onApplicationBootstrap(): void {
    this.metrics.watchProcess();
  }

  @Public()
  @Get('metrics')
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { contentType, text } = await this.metrics.exposition();
    void reply.header('content-type', contentType);
    return text;
  }
}
