import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Metrics } from '../kernel/index.js';

const RESOLUTION_MS = 20;
/** The histogram begins with the largest number there is. */
const NOTHING_YET = 1e15;

/** How long work waited for its turn in the event loop since the last scrape, and how busy the loop was, under the names of OpenTelemetry. */
export function measureEventLoop(metrics: Metrics): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // What the timer of the measurement waits for by itself is no delay.
  const seconds = (nanoseconds: number): number => (nanoseconds > 0 && nanoseconds < NOTHING_YET ? Math.max(nanoseconds / 1e9 - RESOLUTION_MS / 1e3, 0) : 0);
  const told = (what: string, read: () => number): void =>
    metrics.gauge({ name: `nodejs_eventloop_delay_${what}_seconds`, help: `Event loop delay since the last scrape, ${what}.` }, () => [{ value: seconds(read()) }]);
  told('p50', () => delay.percentile(50));
  told('p90', () => delay.percentile(90));
  told('p99', () => delay.percentile(99));
  // Read last of these.
  told('max', () => {
    const { max } = delay;
    delay.reset();
    return max;
  });
  let before = performance.eventLoopUtilization();
  metrics.gauge({ name: 'nodejs_eventloop_utilization_ratio', help: 'Share of the time since the last scrape in which the event loop was busy.' }, () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return [{ value: utilization }];
  });
}
