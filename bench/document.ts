import { GOAL_CONNECTIONS, MEMORY_GOAL_MB } from './contests.js';
import { type Findings, goalsOf, loginRowsOf, peakOf, rowsOf } from './results.js';
import {
  asMarkdown,
  bookTable,
  comparison,
  goalTable,
  loginTable,
  tuningTable,
  windowTable,
} from './tables.js';
import { tunedContests } from './tune.js';

/** The contests on one hot variant, by the form of the limit's transactions. */
const HOT = ['checkout-hot', 'tight-hot'] as const;

/** docs/benchmarks.md, whole. */
export function document(findings: Findings): string {
  const { options, windows, machine, tuned, books } = findings;
  const rows = machine.map(([name, value]) => `- **${name}**: ${value}`).join('\n');
  const goals = goalsOf(windows);
  return `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}; do not edit. A figure that falls short stands here as it is; [performance.md](performance.md) tells why.

${rows}

## Result

Medians of the windows below; the ratio is Holdfast's throughput as a share of the limit's.

${asMarkdown(comparison(rowsOf(windows)))}

${asMarkdown(goalTable(goals))}

### Logins beside checkouts

Checking a password is expensive on purpose (Argon2id, 19 MiB). Checkouts at random with and without 100 logins a second beside them, each from another address and with the right password; those that find too many waiting are told 503.

${asMarkdown(loginTable(loginRowsOf(windows)))}

${memory(findings)} ${soundness(findings)}

## Method

${method(findings)}

## How the limit was tuned

${tuning(findings)}

${asMarkdown(tuningTable(tuned, tunedContests(options)))}

## Every window

Latencies in ms. A window that is shorter than the others used up the carts that were made for it. RSS is the most that the measured process held in the window, read from \`/proc\` every 500 ms.

${asMarkdown(windowTable(windows))}

## Books

${asMarkdown(bookTable(books))}

## Repeat it

\`\`\`
npm run bench                      # all of this, about half an hour; rewrites this page
npm run bench -- --quick           # windows of 5 s, once; writes nothing
npm run bench -- --only checkout   # some of checkout, logins, read, list; writes nothing
DATABASE_URL=postgres://… npm run bench
\`\`\`
`;
}

function memory({ windows }: Findings): string {
  const [api, floor] = [peakOf(windows, 'holdfast'), peakOf(windows, 'floor')];
  if (api === undefined) return 'This system does not tell how much memory a process holds.';
  return `The API held ${Math.round(api)} MB at most (goal: ${MEMORY_GOAL_MB} MB), the limit ${Math.round(floor ?? 0)} MB.`;
}

function soundness({ books }: Findings): string {
  const orders = books.reduce((sum, each) => sum + each.acknowledged, 0).toLocaleString('en-US');
  return `After the run each of the ${orders} acknowledged orders was found in its database, units sold were equal to orders, nothing was oversold, and Holdfast's own invariants held.`;
}

function method({ options }: Findings): string {
  const { seconds, warmUpSeconds, repeats } = options;
  return [
    '**The limit** is a program written by hand for this purpose (`bench/floor.ts`): bare Fastify and `pg`, no framework, no carts. For each checkout it does the two transactions that the promise needs, one checkout at a time: begin, one prepared statement per row, the stock last, commit. The goals are held against this. Two rows more hold Holdfast against the same program with each transaction folded into one single statement, the fewest round trips there can be; a product is one row read by key, a list of 20 one statement.',
    "**Holdfast** is its API process as it ships, over HTTP, with the `manual` gateway. The worker does not run during the windows, so that each side is one Node process; what it would do (publish events, send mail) is not part of either side's work.",
    'Both use the same PostgreSQL server at once, each its own database, with `fsync`, `full_page_writes` and `synchronous_commit` on; this is checked before the start.',
    'Both have the same 1,000 products of one variant and 1,000,000 in stock each, and one hot variant with 10,000,000. Product documents are the same bytes on both sides.',
    `The load is a process of its own, the same for both: a closed loop on C connections (undici, no pipelining); the next request goes out when the answer is in. Server, load and PostgreSQL share the processor.`,
    `Windows of ${seconds} s after ${warmUpSeconds} s of warm-up, each ${repeats} times; limit and Holdfast take turns, so that a noisy machine is noisy for both. A rehearsal at C = 64 comes before, and an ANALYZE of both databases after it, as autovacuum runs one in any shop that has been open for a minute; a CHECKPOINT before every window.`,
    '**checkout** is `POST /v1/checkouts` alone, on carts that were made before the window, against one checkout of the limit. **cart + checkout** is `POST /v1/carts` and then `POST /v1/checkouts`, timed together, against the same checkout of the limit; that row only informs.',
    'Products are read at random by id; lists are read at random among all pages of 20, newest first. No conditional requests, so every answer carries its body.',
    `Errors are answers other than 201 or 200 and broken connections, warm-up included; they do not count as done. The limit has as many connections to PostgreSQL as suit it best (see below), Holdfast its default of 10.`,
    'Four rows tell of slower disks: PostgreSQL waits 1 or 4 ms before each flush of its log (`commit_delay`, `commit_siblings` = 0), on both sides; who commits meanwhile shares the flush. They have no goal. Disks at the other end of a network take as long at best: of Amazon’s, only [io2 Block Express is meant for less than a millisecond](https://docs.aws.amazon.com/prescriptive-guidance/latest/sql-server-ec2-ha-dr/ebs-storage-types.html).',
    'In the end each acknowledged order is looked up in its database, stock is compared with orders, and `GET /v1/ops/invariants` is asked (but for I17, which needs the worker).',
  ]
    .map((line, at) => `${at + 1}. ${line}`)
    .join('\n');
}

function tuning(findings: Findings): string {
  return `Answers per second of the limit at C = 64 with several numbers of connections to PostgreSQL: windows of 3 s, the better of two. Checkouts, reads and lists each run with the number that is best for them (bold). Checkouts have one pool for all variants, because which one will be hot is not known beforehand. ${hotAlone(findings)}`;
}

/** The figure that a critic would ask for: the fastest that the limit ever was on one row. */
function hotAlone({ tuned, windows }: Findings): string {
  const rates = tuned.flatMap(({ pool, rates }) =>
    HOT.map((key) => ({ pool, key, rate: rates[key] ?? 0 })),
  );
  const best = rates.reduce((most, each) => (each.rate > most.rate ? each : most), rates[0]!);
  const row = rowsOf(windows).find(
    ({ contest, connections }) => contest.key === HOT[0] && connections === GOAL_CONNECTIONS,
  );
  if (!row?.holdfast || best.rate === 0) return '';
  const share = (row.holdfast.perSecond / best.rate).toFixed(2);
  const form = best.key === HOT[0] ? 'statement by statement' : 'one statement per transaction';
  return `A limit made for nothing but one hot variant would take ${best.pool} connections (${form}) and do ${best.rate.toLocaleString('en-US')}/s in this tuning; against that, Holdfast's ratio on the hot variant is ${share}.`;
}
