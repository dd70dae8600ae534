import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public } from '../http/access.js';
import { Route } from '../http/answers.js';
import { Whole } from '../http/fields.js';
import { Unavailable } from '../http/problems.js';
import { TestClock } from './test-clock.js';

/** Addresses of sandboxes of gateways, whose clocks are moved with the shop's. */
export const SANDBOXES = Symbol('Sandboxes');

/** Ten years. */
const MOST_SECONDS = 315_360_000;
const SANDBOX_MS = 10_000;

class AdvanceClockDto {
  @Whole({ min: 1, max: MOST_SECONDS, about: 'By how many seconds the whole shop is moved ahead.', example: 960 }) advance_seconds!: number;
}

class TestClockBody {
  @ApiProperty({ format: 'date-time', description: 'What time it is for the shop.' }) now!: string;
  @ApiProperty({ type: 'integer', description: 'Seconds by which it is ahead of the machine.', example: 960 }) offset_seconds!: number;
}

/** The time of a shop in test mode. Never mounted in production: anybody may move it. */
@ApiTags('Test mode')
@Controller('v1/test/clock')
export class TestClockController {
  constructor(
    private readonly clock: TestClock,
    @Inject(SANDBOXES) private readonly sandboxes: readonly string[],
  ) {}

  @Public()
  @Get()
  @Route({ summary: 'Tell what time it is for the shop', about: 'In test mode only.', answers: [{ status: 200, type: TestClockBody }] })
  read(): TestClockBody {
    return { now: this.clock.now().toISOString(), offset_seconds: this.clock.offsetSeconds };
  }

  @Public()
  @Post()
  @HttpCode(200)
  @Route({
    summary: 'Move the time of the whole shop ahead',
    about:
      'In test mode only, and never back. Holds, tokens, links, retries and deadlines of all processes follow, in the database and in the payment sandbox too. '
      + 'What falls due by it is done at once, work at intervals one time however many of its turns were skipped.',
    answers: [{ status: 200, type: TestClockBody }],
    problems: [Unavailable],
  })
  async advance(@Body() { advance_seconds: seconds }: AdvanceClockDto): Promise<TestClockBody> {
    await this.clock.advance(seconds, (offset) => this.moveSandboxes(offset));
    return this.read();
  }

  private async moveSandboxes(offset: number): Promise<void> {
    await Promise.all(this.sandboxes.map((url) => moveSandbox(url, offset)));
  }
}

/** To an offset, not by seconds: told twice it is moved once. @throws Unavailable */
async function moveSandbox(url: string, offset: number): Promise<void> {
  const answer = await fetch(`${url}/_sandbox/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ offset_seconds: offset }),
    signal: AbortSignal.timeout(SANDBOX_MS),
  }).catch(() => undefined);
  // What knows no such address is another program, with a clock of its own.
  if (!answer?.ok && answer?.status !== 404) throw new Unavailable('The payment sandbox cannot be reached; nothing was moved.');
}
