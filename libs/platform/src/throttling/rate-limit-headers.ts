import type { FastifyReply } from 'fastify';
import type { Quota } from '../kernel/index.js';

/**
 * draft-ietf-httpapi-ratelimit-headers-10 as structured fields (RFC 9651): each limit is an item of both lists. `q` points in `w`
 * seconds; `r` are left, and all are there again in `t` seconds.
 */
export const policyItem = (name: string, points: number, seconds: number): string => `"${name}";q=${points};w=${seconds}`;

export const stateItem = (name: string, left: number, wholeIn: number): string => `"${name}";r=${left};t=${wholeIn}`;

/** Adds limits to those that the answer names already. */
export function addQuotas(reply: FastifyReply, quotas: readonly Quota[]): void {
  if (quotas.length === 0) return;
  append(reply, 'ratelimit-policy', quotas.map(({ name, points, seconds }) => policyItem(name, points, seconds)));
  append(reply, 'ratelimit', quotas.map(({ name, left, wholeIn }) => stateItem(name, left, wholeIn)));
}

function append(reply: FastifyReply, header: string, items: readonly string[]): void {
  const there = reply.getHeader(header);
  void reply.header(header, [...(typeof there === 'string' ? [there] : []), ...items].join(', '));
}
