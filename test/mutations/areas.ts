import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/checkout.js';

/** A layer of the modules, and the specs that judge its mutants. */
export interface Area {
  readonly name: 'domain' | 'application';
  readonly specs: () => string[];
}

const PURE = 'libs/*/src/domain/**/*.spec.ts';
const WITH_ADAPTERS = ['libs/**/*.spec.ts', 'test/e2e/*.spec.ts', 'test/security/*.spec.ts'];

/** A mutant is switched on in one process: specs that start others, or rest on jest itself, would not see it. */
const ELSEWHERE = /support\/(program|processes|chromium|redis)|faults\/|\.faults\.spec|@jest\/globals|node:child_process|create-openapi|openapi\.e2e/;

/** Of the domain, that its own specs are enough; of the application, all specs over real adapters, HTTP and PostgreSQL. */
export const AREAS: readonly Area[] = [
  { name: 'domain', specs: () => files(PURE).filter((file) => !textOf(file).includes('createTestDatabase')) },
  { name: 'application', specs: () => files(...WITH_ADAPTERS).filter((file) => !ELSEWHERE.test(`${file} ${textOf(file)}`)) },
];

/** The sources of an area whose mutants are tried. */
export const sourcesOf = ({ name }: Area): string[] => files(`libs/*/src/${name}/**/*.ts`).filter((file) => !/\.spec\.ts$|-under-test\.ts$/.test(file));

const files = (...patterns: string[]): string[] => globSync(patterns, { cwd: ROOT }).map((file) => file.replaceAll('\\', '/')).toSorted();
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
