import { ApiProperty } from '@nestjs/swagger';
import { Choice, MoneyBody, Text, Time } from '@holdfast/platform';
import { PageDto, TransferBody } from '../ledger/ledger.dto.js';
import type { LineStatus } from '../../../domain/settlement/settlement-line.js';

const id = (prefix: string) => ({ type: String, example: `${prefix}_01h455vb4pex5vsknk084sn02q` });
const nullable = { type: String, nullable: true };
const whole = { type: 'integer' } as const;
const time = { format: 'date-time' };
const STATUSES = ['open', 'corrected', 'resolved'];
const LINE_STATUSES: readonly LineStatus[] = ['matched', 'booked', 'extra', 'differing'];

export class ImportReportDto {
  @Text({ max: 40, pattern: /^[a-z][a-z0-9_-]*$/, about: 'Whose report it is, for instance stripe.' }) gateway!: string;
  @Choice(['stripe', 'generic'], { about: "`stripe`: balance transactions as Stripe's dashboard exports them. `generic`: any CSV file, with `mapping`." }) format!: 'stripe' | 'generic';
  @Time({ optional: true, about: 'Until when the report is complete: what we moved before and it does not tell is missing. A day before its last line when absent.' }) complete_until?: Date;
}

export class ListReportsDto extends PageDto {
  @Text({ optional: true, max: 40 }) gateway?: string;
}

export class ListLinesDto extends PageDto {
  @Choice(LINE_STATUSES, { optional: true }) status?: LineStatus;
}

export class ListDifferencesDto extends PageDto {
  @Choice(STATUSES, { optional: true }) status?: 'open' | 'corrected' | 'resolved';
}

class LineCountsBody {
  @ApiProperty({ ...whole, description: 'Lines of the file.' }) total!: number;
  @ApiProperty({ ...whole, description: 'Lines that an earlier report brought.' }) known!: number;
  @ApiProperty({ ...whole, description: 'Of those, lines that say otherwise now: each is a difference, or follows the books again.' }) changed!: number;
  @ApiProperty({ ...whole, description: 'Lines that are as the books say.' }) matched!: number;
  @ApiProperty({ ...whole, description: 'Fees and payouts that the books learned from it.' }) booked!: number;
}

class DifferenceCountsBody {
  @ApiProperty(whole) open!: number;
  @ApiProperty(whole) corrected!: number;
  @ApiProperty(whole) resolved!: number;
}

class ReportProgressBody {
  @ApiProperty({ ...whole, example: 40_000 }) lines_done!: number;
  @ApiProperty({ ...whole, example: 100_000, description: 'Known once the whole file has been read, 0 before.' }) lines_total!: number;
}

class LineFaultBody {
  @ApiProperty({ ...whole, example: 90_000, description: 'Line of the file, from 1.' }) line!: number;
  @ApiProperty({ ...nullable, example: 'Amount' }) column!: string | null;
  @ApiProperty({ example: 'invalid-amount' }) code!: string;
  @ApiProperty({ example: 'This is not an amount in EUR.' }) message!: string;
}

class ReportErrorBody {
  @ApiProperty({
    example: 'settlement-report-unreadable',
    description: '`settlement-report-unreadable`: nothing of the file was taken over, mend it. `settlement-broke-off`: by a fault of ours; what was booked stays, send the file again.',
  })
  code!: string;
  @ApiProperty({ example: 'The file has a fault; nothing of it was taken over.' }) message!: string;
  @ApiProperty({ type: [LineFaultBody], description: 'The first 100.' }) faults!: LineFaultBody[];
}

export class SettlementReportBody {
  @ApiProperty(id('rep')) id!: string;
  @ApiProperty({ example: 'stripe' }) gateway!: string;
  @ApiProperty({ example: 'stripe' }) format!: string;
  @ApiProperty(nullable) file_name!: string | null;
  @ApiProperty({ enum: ['pending', 'running', 'completed', 'failed'], example: 'completed' }) status!: string;
  @ApiProperty({ type: ReportProgressBody }) progress!: ReportProgressBody;
  @ApiProperty({ type: LineCountsBody, description: 'Counted once the report has ended.' }) lines!: LineCountsBody;
  @ApiProperty({ type: DifferenceCountsBody }) differences!: DifferenceCountsBody;
  @ApiProperty({ type: ReportErrorBody, nullable: true, example: null }) error!: ReportErrorBody | null;
  @ApiProperty(time) created_at!: string;
}

export class SettlementLineBody {
  @ApiProperty({ example: 'txn_1MiN3gLkdIwHu7ixxapQrznl', description: "The gateway's id." }) id!: string;
  @ApiProperty({ enum: ['payment', 'refund', 'dispute', 'payout', 'fee', 'other'] }) kind!: string;
  @ApiProperty({ example: 'charge', description: "The gateway's word for it." }) type!: string;
  @ApiProperty({ enum: LINE_STATUSES }) status!: string;
  @ApiProperty(nullable) reference!: string | null;
  @ApiProperty({ ...id('jrn'), nullable: true, description: 'The journal that it was found to be.' }) journal_id!: string | null;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) fee!: MoneyBody;
  @ApiProperty({ type: MoneyBody }) net!: MoneyBody;
  @ApiProperty(time) occurred_at!: string;
}

export class DifferenceBody {
  @ApiProperty(id('dif')) id!: string;
  @ApiProperty(id('rep')) report_id!: string;
  @ApiProperty({ enum: ['missing', 'extra', 'differing', 'changed'], description: 'missing: we have it and they do not. extra: they have it and we do not. changed: they say otherwise than before.' }) kind!: string;
  @ApiProperty({ ...nullable, enum: ['amount', 'currency', 'fee', null] }) field!: string | null;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty(nullable) line_id!: string | null;
  @ApiProperty({ ...id('jrn'), nullable: true }) journal_id!: string | null;
  @ApiProperty({ type: MoneyBody, nullable: true }) ours!: MoneyBody | null;
  @ApiProperty({ type: MoneyBody, nullable: true }) theirs!: MoneyBody | null;
  @ApiProperty({ type: [TransferBody], description: 'What accepting it books.' }) proposal!: TransferBody[];
  @ApiProperty({ ...id('jrn'), nullable: true }) correction_id!: string | null;
  @ApiProperty(time) created_at!: string;
}
