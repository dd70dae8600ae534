/** What one side offers to the load, once it runs and is filled. */
import type { Accounts } from './accounts.js';
import type { Child } from './child.js';
import type { Side as SideName } from './messages.js';

export interface Side {
  readonly name: SideName;
  readonly origin: string;
  readonly process: Child;
  /** Variants with plenty in stock, for purchases at random. */
  readonly variants: readonly string[];
  readonly hotVariant: string;
  readonly productPaths: readonly string[];
  /** One path per page of 20, newest first. */
  readonly listPaths: readonly string[];
  /** Customers who may log in. */
  readonly accounts?: Accounts;
}

/** Follows the cursors of a list from its first page to its last; answers the path of each page. */
export async function pagesOf(origin: string, path: string): Promise<string[]> {
  const paths = [path];
  for (;;) {
    const answer = await fetch(origin + paths.at(-1));
    if (!answer.ok) throw new Error(`${paths.at(-1)} answered ${answer.status}.`);
    const { page } = (await answer.json()) as { page: { next_cursor: string | null } };
    if (page.next_cursor === null) return paths;
    paths.push(`${path}&cursor=${encodeURIComponent(page.next_cursor)}`);
  }
}
