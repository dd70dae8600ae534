const PROBES = new Set(['/livez', '/readyz', '/startupz']);

/** Whether this is the path of a route that supervisors ask, which takes no query: many times a minute, and never to be refused or logged. */
export const isProbe = (path: string): boolean => PROBES.has(path);
