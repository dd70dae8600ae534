import { Fault, type Parse } from './shapes.js';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether what is sent there arrives there alone: HTTPS, or this machine. */
const isConfidential = ({ protocol, hostname }: URL): boolean => protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));

/** Kept as it is: providers compare their address letter by letter, a slash at its end included. */
export const issuer: Parse<string> = (value) => {
  if (!URL.canParse(value) || !isConfidential(new URL(value)) || /[?#@]/.test(value)) {
    throw new Fault('must be a URL that starts with https:// (http:// on localhost alone), without query and fragment');
  }
  return value;
};

/** Apps have schemes of their own, in reverse domain notation (RFC 8252 §7.1). */
const APP_SCHEME = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/;

export const redirectUris: Parse<readonly string[]> = (value) =>
  value.split(',').map((part) => {
    const uri = part.trim();
    const parsed = URL.canParse(uri) ? new URL(uri) : undefined;
    const isAllowed = parsed && (isConfidential(parsed) || APP_SCHEME.test(parsed.protocol));
    if (!isAllowed || /[?#@]/.test(uri)) {
      throw new Fault('must be addresses that start with https:// (http:// on localhost alone) or com.example.app:, without query and fragment');
    }
    if (parsed.href !== uri) throw new Fault(`must spell ${uri} as ${parsed.href}`);
    return uri;
  });
