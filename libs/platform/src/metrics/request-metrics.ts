import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Counter, type Durations, Metrics } from '../kernel/index.js';
import type { AdmissionControl } from '../overload/admission-control.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Requests by route, and refusals by problem. */
@Injectable()
export class RequestMetrics {
  readonly #durations: Durations;
  readonly #refusals: Counter;

  constructor(private readonly metrics: Metrics) {
    this.#durations = metrics.durations({
      name: 'http_server_request_duration_seconds',
      help: 'How long requests took, from their arrival to their answer. Not those that were refused for want of room.',
      labels: ['http_request_method', 'http_route', 'http_response_status_code'],
    });
    this.#refusals = metrics.counter({ name: 'holdfast_refusals_total', help: 'Answers that were problems (RFC 9457), by the code of the problem.', labels: ['code'] });
  }

  answered({ method, routeOptions: { url } }: FastifyRequest, { statusCode }: FastifyReply, seconds: number): void {
    this.#durations.observe(seconds, {
      http_request_method: METHODS.has(method) ? method : '_OTHER',
      // Of what no route is for there are any number of addresses.
      http_route: url ?? '',
      http_response_status_code: String(statusCode),
    });
  }

  refused(code: string): void {
    this.#refusals.add({ code });
  }

  /** The bulkheads before all routes, which refuse without looking at a request. */
  watch(admission: AdmissionControl): void {
    const of = (what: 'inside' | 'limit' | 'admitted' | 'refused') => () => admission.states.map((state) => ({ value: state[what], labels: { bulkhead: state.name } }));
    const labels = ['bulkhead'];
    this.metrics.gauge({ name: 'holdfast_bulkhead_requests', help: 'Requests under way that take a place in the bulkhead.', labels }, of('inside'));
    this.metrics.gauge({ name: 'holdfast_bulkhead_limit', help: 'Requests that may be under way in the bulkhead, as it finds for itself.', labels }, of('limit'));
    this.metrics.counted({ name: 'holdfast_bulkhead_admitted_total', help: 'Requests that were let in.', labels }, of('admitted'));
    this.metrics.counted({ name: 'holdfast_bulkhead_refused_total', help: 'Requests that were refused with `overloaded`, for want of room.', labels }, of('refused'));
  }
}
