const PROBES = new Set<string | undefined>(['/livez', '/readyz', '/startupz']);

/** Whether this is a route that supervisors ask: many times a minute, and never to be refused or logged. */
export const isProbe = (path: string | undefined): boolean => PROBES.has(path);
