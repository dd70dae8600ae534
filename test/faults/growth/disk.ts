import { statfsSync } from 'node:fs';
import { Refusal } from '../../../apps/launcher/src/refusal.js';
import type { Size } from './grow.js';

/** What each leaves on the disk in all tables and indexes, as measured; the log of PostgreSQL and what it sorts; what is left to others. */
const BYTES = { variant: 2_700, order: 8_700, log: 8_000_000_000, others: 4_000_000_000 };
const STEP = 100_000;
/** Fewer are no grown shop; who asks for fewer has them. */
const LEAST = 1_000_000;

export const bytesOf = ({ variants, orders }: Size): number => variants * BYTES.variant + orders * BYTES.order + Math.min(BYTES.log, orders * BYTES.order + variants * BYTES.variant);
export const gigabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000_000);
export const count = (orders: number): string => orders.toLocaleString('en');

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/**
 * As many orders as there is room for.
 * @throws Refusal when these are too few
 */
export function fitting(asked: Size, free: number): Size {
  const room = free - BYTES.others;
  if (bytesOf(asked) <= room) return asked;
  const orders = Math.max(0, Math.floor((room - BYTES.log - asked.variants * BYTES.variant) / BYTES.order / STEP) * STEP);
  if (orders >= Math.min(LEAST, asked.orders)) return { ...asked, orders };
  throw new Refusal(`The disk is too small: ${count(asked.variants)} variants and ${count(asked.orders)} orders take ${gigabytes(bytesOf(asked))} GB, and there are ${gigabytes(Math.max(0, room))} GB to spare. Ask for fewer with --orders and --variants.`);
}
