/**
 * How every process of the shop runs under Node. The young generation stays small and the old one bounded: what a request
 * leaves behind is collected rather than kept, and a process stays below 250 MB under load. V8's own defaults let
 * it grow with the memory of the machine.
 */
export const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=8', '--max-old-space-size=192'] as const;

/** glibc would keep pools of free memory for each thread: one for all takes some 20 MB less, and as long. */
export const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' } as const;
