import { failureOf, type Proof, type ProofOptions, type ProofReport, type Tell } from '../../prove/proof.js';
import { sql } from '../../support/sql.js';
import { Campaign } from './campaign.js';
import { Target } from './target.js';

const REQUESTS = { whole: 100_000, sample: 1_000 } as const;
/** MiB that the API may grow between the first fifth of a run and its most. */
const GROWTH = 350;

/** Requests made of the OpenAPI document, of every kind between right and hostile, judged by the same document. */
export const hostileInput: Proof = {
  name: 'hostile-input',
  about: 'Requests made of the OpenAPI document, valid, faulty and hostile: no 5xx, every answer as documented, nothing changed by what was refused.',
  promises: [
    { id: 'answers', dependency: 'clients', fault: 'lying', behavior: 'every request gets an answer that the OpenAPI document describes, never a 5xx' },
    { id: 'unchanged', dependency: 'clients', fault: 'lying', behavior: 'what is refused changes no row of any table' },
  ],
  run,
};

async function run(options: ProofOptions, tell: Tell): Promise<ProofReport> {
  const { seed, size, only } = options;
  const target = await Target.open();
  try {
    const campaign = new Campaign(target, { seed, requests: REQUESTS[size], only: only === undefined ? undefined : Number(only.replace(/^sequence /, '')), tell });
    const sequences = await campaign.run();
    const failures = campaign.findings.all.map(({ sequence, what, curl }) => failureOf(hostileInput, options, `sequence ${sequence}`, `${what}\n${curl}`));
    const whole = (await faultsOfAll(target, campaign)).map((what) => failureOf(hostileInput, options, undefined, what));
    if (size === 'whole') for (const line of campaign.coverage.table) console.log(`  ${line}`);
    const { early, most } = campaign.memory;
    return {
      points: sequences,
      runs: campaign.requests,
      failures: [...failures, ...whole],
      figures: { ...campaign.coverage.figures, 'requests sent alone': campaign.alone, 'problems seen': campaign.judge.codes.size, 'sent away with 503': campaign.judge.shed, 'memory, MiB': `${early} after a fifth, ${most} at most` },
      kept: { answers: !failures.some(({ what }) => !what.includes('changed although refused')), unchanged: !failures.some(({ what }) => what.includes('changed although refused')) },
    };
  } finally {
    await target.close();
  }
}

/** Reports that nobody at the gateway wrote differ from the books: what they say is taken for right. */
async function settle(shop: Target['shop']): Promise<void> {
  const open = await sql(shop.database.url, `select from payments.settlement_imports where status in ('pending', 'running')`);
  if (open.length > 0) throw new Error(`${open.length} reports are worked on still`);
  const reports = await shop.admin('GET', '/v1/admin/settlement-reports?limit=100');
  for (const { id } of reports.body.data) {
    const path = `/v1/admin/settlement-reports/${id}/differences`;
    const { body } = await shop.admin('GET', `${path}?status=open&limit=100`);
    for (const difference of body.data) await shop.admin('POST', `${path}/${difference.id}/corrections`, { reason: 'The gateway is right about it.' });
  }
}

/** What must hold after all of it. */
async function faultsOfAll(target: Target, { judge, memory, requests }: Campaign): Promise<string[]> {
  const { shop, api } = target;
  const wrong: string[] = [];
  if (!api.isRunning) wrong.push('The API ended.');
  for (const path of ['/livez', '/readyz', ...[...judge.codes].map((code) => `/problems/${code}`)]) {
    const { status } = await fetch(`${api.url}${path}`);
    if (status !== 200) wrong.push(`${path} answers ${status}`);
  }
  // Whoever reverses a journal that a report has booked wants the books to differ from what the gateway says.
  const reversals = await sql(shop.database.url, `select from payments.ledger_journals where kind = 'reversal'`);
  for (const { id, offenders } of await target.broken(reversals.length > 0 ? ['I16'] : [], () => settle(shop))) wrong.push(`The invariant ${id} is broken: ${JSON.stringify(offenders).slice(0, 300)}`);
  if (memory.most - memory.early > GROWTH) wrong.push(`The API grew from ${memory.early} to ${memory.most} MiB`);
  if (judge.shed > requests / 50) wrong.push(`${judge.shed} of ${requests} requests were sent away`);
  return wrong;
}
