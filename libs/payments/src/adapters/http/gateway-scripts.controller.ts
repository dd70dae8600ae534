import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Choice, ListOf, Public, Route, Unavailable, Whole } from '@holdfast/platform';

export const SANDBOX_URL = Symbol('SandboxUrl');

class ScriptDto {
  @Choice(['fail_before', 'succeed_then_drop', 'succeed_then_500', 'delay', 'hang', 'reset'], { about: 'What the gateway does to the next matching call.' }) fault!: string;
  @Choice(['create', 'confirm', 'capture', 'cancel', 'refund', 'customer', 'setup', 'attach', 'detach', 'retrieve', 'any'], { optional: true, about: 'Which calls; any that changes something when absent.' }) operation?: string;
  @Whole({ optional: true, min: 0, max: 120_000 }) delay_ms?: number;
  @Whole({ optional: true, min: 1, max: 1_000 }) times?: number;
}

class ScriptsDto {
  @ListOf(() => ScriptDto, { min: 1, max: 100 }) scripts!: ScriptDto[];
}

class ScriptsBody {
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) scripts!: object[];
}

/** Test mode only: makes the payment sandbox fail in ways that real gateways do. */
@ApiTags('Test mode')
@Controller('v1/test/gateway-scripts')
export class GatewayScriptsController {
  constructor(@Inject(SANDBOX_URL) private readonly sandboxUrl: string) {}

  @Public()
  @Post()
  @HttpCode(201)
  @Route({ summary: 'Queue faults of the payment sandbox', answers: [{ status: 201, type: ScriptsBody }] })
  async script(@Body() { scripts }: ScriptsDto): Promise<unknown> {
    const answer = await fetch(`${this.sandboxUrl}/_sandbox/scripts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ scripts }),
      signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined);
    if (!answer?.ok) throw new Unavailable('The payment sandbox cannot be reached.');
    return answer.json();
  }
}
