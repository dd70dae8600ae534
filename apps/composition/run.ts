import { flushCompileCache } from 'node:module';
import { EnvironmentError } from '@holdfast/config';

/**
 * Runs a process; what it cannot start with is said in one clear sentence rather than a stack. What Node compiled is kept at
 * once for the next start, where NODE_COMPILE_CACHE says so: by itself it keeps nothing of a process that is killed.
 */
export function run(name: string, start: () => Promise<void>): void {
  start().then(flushCompileCache, (error: unknown) => {
    const message = error instanceof EnvironmentError ? error.message : `The ${name} could not start: ${reasonOf(error)}`;
    process.stderr.write(`${message}\n`);
    process.exit(1);
  });
}

/** Why something failed, in one sentence; of what is not known, its own message. */
export function reasonOf(error: unknown): string {
  const { code, message, port } = error as { code?: string; message?: string; port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is taken. Stop what runs there, or choose another port.`;
  if (code === 'ECONNREFUSED') return 'PostgreSQL cannot be reached under DATABASE_URL. Is it running?';
  if (code === '28P01') return 'PostgreSQL does not accept the password in DATABASE_URL.';
  if (code === '3D000') return 'the database named in DATABASE_URL does not exist. Create it, then migrate.';
  return message ?? String(error);
}
