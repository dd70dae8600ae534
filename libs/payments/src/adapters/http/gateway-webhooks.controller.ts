import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public, RequestLimits, Route, TakesRawBody } from '@holdfast/platform';
import { ReceiveWebhook } from '../../application/receive-webhook.js';
import { WebhookRefused } from '../../domain/webhook-errors.js';

class WebhookReceivedBody {
  @ApiProperty({ enum: [true], description: 'It is stored, or was stored before.' }) received!: true;
}

/** Where gateways tell what happens there. */
@ApiTags('Gateways')
@Controller('v1/gateway-webhooks')
export class GatewayWebhooksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly limits: RequestLimits,
  ) {}

  @Public()
  @Post(':gateway')
  @HttpCode(200)
  @TakesRawBody()
  @ApiParam({ name: 'gateway', schema: { type: 'string', example: 'stripe' } })
  @Route({
    summary: 'Receive an event of a payment gateway',
    about:
      'For gateways only: the body is the event as the gateway signs it (for Stripe with the header `Stripe-Signature`, not older than five minutes). '
      + 'An event is stored before this answers, once for ever, and worked on afterwards. What is not signed counts against the limit of its address; what is, does not.',
    answers: [{ status: 200, type: WebhookReceivedBody }],
    problems: [WebhookRefused],
  })
  async receive(@Param('gateway') gateway: string, @Req() request: FastifyRequest): Promise<WebhookReceivedBody> {
    const { body } = request;
    await this.commands.execute(new ReceiveWebhook(gateway, { body: Buffer.isBuffer(body) ? body : Buffer.alloc(0), headers: single(request.headers) }));
    // Gateways call from few addresses, and as often as they have something to tell.
    this.limits.forgive(request);
    return { received: true };
  }
}

const single = (headers: FastifyRequest['headers']): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
