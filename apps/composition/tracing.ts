import type { Settings } from '@holdfast/config';
import type { TracingSettings } from '@holdfast/platform';

type TracingEnv = Pick<Settings, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_TRACES_SAMPLER_ARG'>;

/** Where the traces of a process go. Anybody may call the API, so it decides itself which of theirs are kept. */
export const tracingOf = (env: TracingEnv, process: 'api' | 'worker'): TracingSettings => ({
  service: `holdfast-${process}`, endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: env.OTEL_TRACES_SAMPLER_ARG, isPublic: process === 'api',
});
