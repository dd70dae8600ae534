import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const WITH_PORT = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+)):\d+$/;

/**
 * The address of whoever sends a request: of the connection, or, where that is a trusted proxy's, the one that the last trusted proxy saw.
 * Some proxies write the port as well, and some write words; what is no address is replaced by the address of the connection.
 */
export function clientAddress(request: FastifyRequest): string {
  const connection = request.raw.socket.remoteAddress ?? 'unknown';
  const { ip } = request;
  // Without a proxy, that is all: this runs for every request.
  if (ip === connection) return plain(connection);
  const said = WITH_PORT.exec(ip ?? '');
  const address = said ? (said[1] ?? said[2]!) : ip;
  return plain(isIP(address) ? address : connection);
}

/** IPv4 as itself, also where a socket for both families writes it as IPv6. */
const plain = (address: string): string => (address.startsWith('::') ? (MAPPED.exec(address)?.[1] ?? address) : address);

/**
 * Who has to be counted as one caller: an IPv4 address, or the /64 of an IPv6 address. A household, and every rented server, has 2⁶⁴
 * addresses of IPv6 at hand (RFC 6177).
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%', 1)[0]!.split('::', 2);
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const missing = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = [...left, ...missing, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** The last 32 bits may be written as IPv4; they never belong to the first half, so only their number matters. */
const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group])));
