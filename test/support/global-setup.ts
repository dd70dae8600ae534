import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Starts one PostgreSQL for the whole run and prepares the database that {@link createTestDatabase}
 * copies. Jest loads this file outside its own resolver, so the two rules of jest.config.mjs that
 * the sources rely on are laid down here once more, before the first of them is imported.
 */
export default async function setup(): Promise<void> {
  resolveSources(fileURLToPath(new URL('../../', import.meta.url)));
  const { startTestServer } = await import('./test-server.js');
  await startTestServer();
}

function resolveSources(root: string): void {
  registerHooks({
    resolve(specifier, context, next) {
      const module = /^@holdfast\/([^/]+)$/.exec(specifier)?.[1];
      if (module === 'kernel') return next(`${root}libs/platform/src/kernel/index.ts`, context);
      if (module === 'config') return next(`${root}config/env.ts`, context);
      if (module !== undefined) return next(`${root}libs/${module}/src/index.ts`, context);
      const source = specifier.replace(/\.js$/, '.ts');
      const isOurs = /^\.{1,2}\//.test(specifier) && context.parentURL?.startsWith('file:');
      if (isOurs && existsSync(fileURLToPath(new URL(source, context.parentURL))))
        return next(source, context);
      return next(specifier, context);
    },
  });
}
