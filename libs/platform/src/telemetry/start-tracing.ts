import { makeTraces } from './tracing.js';

export interface TracingSettings {
  /** `holdfast-api`, for instance. */
  readonly service: string;
  /** Base address of an OTLP/HTTP collector; nothing is traced without it. */
  readonly endpoint: string | undefined;
  /** Share of the traces that are kept, 0 to 1. */
  readonly ratio: number;
  /** Whoever calls may be anybody: it is decided here which traces are kept, by their id. Otherwise whoever began one decides. */
  readonly isPublic: boolean;
}

/**
 * Begins to send traces, and answers how to end that: what is not sent yet is sent then. The SDK is loaded only where there are any.
 */
export async function startTracing({ service, endpoint, ratio, isPublic }: TracingSettings): Promise<() => Promise<void>> {
  if (endpoint === undefined) return () => Promise.resolve();
  const [{ BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider }, { OTLPTraceExporter }, { parseTraceParent }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace'), import('@opentelemetry/exporter-trace-otlp-http'), import('@opentelemetry/core'), import('@opentelemetry/resources'),
  ]);
  const share = new TraceIdRatioBasedSampler(ratio);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler: new ParentBasedSampler({ root: share, ...(isPublic && { remoteParentSampled: share }) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  makeTraces({ tracer: provider.getTracer('holdfast'), parse: (traceparent) => parseTraceParent(traceparent) ?? undefined });
  return () => provider.shutdown();
}
