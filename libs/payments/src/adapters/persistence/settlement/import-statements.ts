import { statement } from '@holdfast/platform';
import { LINE } from './statements.js';

const STATE = `i.report_id, i.gateway, r.format, i.status, i.columns, i.round, i.done_line, i.done_journal, i.complete_until, r.latest`;
const IMPORTS = `payments.settlement_imports i join payments.settlement_reports r on r.id = i.report_id`;

export const OPEN = statement('payments.settlement-open', `insert into payments.settlement_imports (report_id) values ($1)`);
export const REQUEST = statement(
  'payments.settlement-request',
  `with report as (
     insert into payments.settlement_reports (id, gateway, format, file_name, digest, lines, known, matched, booked) values ($1, $2, $3, $4, decode($5, 'hex'), 0, 0, 0, 0)
   )
   update payments.settlement_imports set status = 'pending', gateway = $2, size = $6, columns = $7::jsonb, complete_until = $8, updated_at = now() where report_id = $1`,
);
export const DROP = statement(
  'payments.settlement-drop',
  `with forgotten as (delete from payments.settlement_chunks where report_id = $1)
   delete from payments.settlement_imports where report_id = $1 and status = 'uploading'`,
);

export const FIND = statement('payments.settlement-find', `select ${STATE} from ${IMPORTS} where i.report_id = $1`);
export const NEXT = statement(
  'payments.settlement-next',
  `select ${STATE} from ${IMPORTS} where i.status in ('pending', 'running') and i.gateway = $1 order by (i.status = 'running') desc, r.created_at, r.id limit 1`,
);
export const LOCK_GATEWAY = statement(
  'payments.settlement-lock-gateway',
  `select pg_advisory_xact_lock(hashtext('payments.settlement'), hashtext(gateway)) from payments.settlement_imports where report_id = $1`,
);
export const LOCK_REPORT = statement('payments.settlement-lock-report', `select ${STATE} from ${IMPORTS} where i.report_id = $1 for update of i`);

/** Whoever reads the file again, after another has read it, puts nothing aside. */
export const IS_READING = statement(
  'payments.settlement-is-reading',
  `update payments.settlement_imports set updated_at = now() where report_id = $1 and status = 'pending' returning report_id`,
);
export const STAGE = statement(
  'payments.settlement-stage',
  `insert into payments.settlement_staged (report_id, ${LINE})
   select $1, d.* from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[],
     $13::timestamptz[]) as d
   on conflict do nothing returning line_id`,
);
export const STAGED_AS = statement('payments.settlement-staged-as', `select ${LINE} from payments.settlement_staged where report_id = $1 and line_id = any($2::text[])`);
export const STAGED = statement('payments.settlement-staged', `select ${LINE} from payments.settlement_staged where report_id = $1 and position > $2 order by position limit $3`);

export const BEGIN = statement(
  'payments.settlement-begin',
  `with begun as (
     update payments.settlement_imports set status = 'running', updated_at = now()
      where report_id = $1 and status = 'pending' and not exists (select from payments.settlement_imports o where o.gateway = $2 and o.status = 'running')
      returning report_id
   ), forgotten as (
     delete from payments.settlement_chunks where report_id in (select report_id from begun)
   )
   update payments.settlement_reports r set lines = s.lines, latest = s.latest
     from begun b, (select count(*)::int as lines, max(occurred_at) as latest from payments.settlement_staged where report_id = $1) s
    where r.id = b.report_id returning r.id`,
);
export const ADVANCE = statement(
  'payments.settlement-advance',
  `with done as (delete from payments.settlement_staged where report_id = $1 and line_id = any($5::text[]))
   update payments.settlement_imports
      set round = $2, done_line = $3, done_journal = $4, lines_done = lines_done + cardinality($5::text[]), known = known + $6, changed = changed + $7,
          matched = matched + $8, booked = booked + $9, updated_at = now()
    where report_id = $1`,
);

const COUNTS = 'known = i.known, changed = i.changed, matched = i.matched, booked = i.booked';
export const COMPLETE = statement(
  'payments.settlement-complete',
  `with i as (update payments.settlement_imports set status = 'completed', updated_at = now() where report_id = $1 and status = 'running' returning *)
   update payments.settlement_reports r set ${COUNTS} from i where r.id = i.report_id`,
);
export const FAIL = statement(
  'payments.settlement-fail',
  `with i as (
     update payments.settlement_imports set status = 'failed', error = $2::jsonb, updated_at = now() where report_id = $1 and status in ('pending', 'running') returning *
   ), unstaged as (
     delete from payments.settlement_staged where report_id in (select report_id from i)
   ), forgotten as (
     delete from payments.settlement_chunks where report_id in (select report_id from i)
   )
   update payments.settlement_reports r set ${COUNTS} from i where r.id = i.report_id`,
);
export const STALLED = statement(
  'payments.settlement-stalled',
  `select report_id from payments.settlement_imports where status in ('pending', 'running') and updated_at < now() - interval '2 minutes' order by updated_at limit 100`,
);
export const SWEEP = statement(
  'payments.settlement-sweep',
  `with broken as (
     select report_id from payments.settlement_imports where status = 'uploading' and updated_at < now() - interval '1 day' limit 10
   ), forgotten as (
     delete from payments.settlement_chunks where report_id in (select report_id from broken)
   )
   update payments.settlement_imports set status = 'failed', error = '{"code": "upload-broke-off", "message": "The upload broke off.", "faults": []}'
    where report_id in (select report_id from broken)`,
);
