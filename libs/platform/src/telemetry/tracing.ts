import { type Attributes, ROOT_CONTEXT, type Span, type SpanContext, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { correlation, withCorrelation } from './correlation.js';

/** What traces are made with, once a process has begun to make any. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Undefined for what is no W3C `traceparent` (w3.org/TR/trace-context). */
  readonly parse: (traceparent: string) => SpanContext | undefined;
}

let tracing: Tracing | undefined;
/** Spans of the requests that are under way, by request id: work of several of them shares a transaction. */
const requests = new Map<string, Span>();

/** From here on this process makes traces. See `startTracing`. */
export const makeTraces = (made: Tracing): void => void (tracing = made);

export const isTracing = (): boolean => tracing !== undefined;

export interface Traced {
  /** `internal` when not given. */
  readonly kind?: 'internal' | 'client' | 'consumer';
  readonly attributes?: Attributes;
  /** The `traceparent` to go on from; by default the work that this is a part of. */
  readonly parent?: string | null | undefined;
}

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;

/** Does the work as a span of the trace that it belongs to. Where there is none, and where no traces are made, it costs nothing. */
export function traced<T>(name: string, { kind = 'internal', attributes, parent }: Traced, work: () => Promise<T>): Promise<T> {
  if (!tracing) return work();
  const here = correlation();
  const from = parent ? tracing.parse(parent) : here?.span?.spanContext();
  if (!from || (!parent && !here!.span!.isRecording())) return work();
  const span = tracing.tracer.startSpan(name, { kind: KINDS[kind], ...(attributes && { attributes }) }, trace.setSpanContext(ROOT_CONTEXT, from));
  return withCorrelation({ requestId: 'traced', ...here, span }, work).then(
    (value) => {
      span.end();
      return value;
    },
    (error: unknown) => {
      failed(span, error);
      span.end();
      throw error;
    },
  );
}

/** Names alone: messages of errors may quote what they failed on. */
function failed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', error instanceof Error ? error.name : '_OTHER');
}

/** The span of a request, from its arrival on, as a part of what its client traces. */
export function beginRequest(requestId: string, method: string, traceparent: string | undefined): Span | undefined {
  if (!tracing) return undefined;
  const from = traceparent === undefined ? undefined : tracing.parse(traceparent);
  const span = tracing.tracer.startSpan(method, { kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'holdfast.request_id': requestId } }, from ? trace.setSpanContext(ROOT_CONTEXT, from) : ROOT_CONTEXT);
  requests.set(requestId, span);
  return span;
}

export function endRequest(span: Span, requestId: string, method: string, route: string | undefined, status: number): void {
  if (requests.get(requestId) === span) requests.delete(requestId);
  if (route) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** What later work of a request goes on from (W3C `traceparent`); by default of what is being done here. Null where nothing is traced. */
export function traceparentOf(requestId?: string): string | null {
  if (!tracing) return null;
  const span = (requestId === undefined ? undefined : requests.get(requestId)) ?? correlation()?.span;
  return span ? written(span.spanContext()) : null;
}

const written = ({ traceId, spanId, traceFlags }: SpanContext): string => `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
