import { ApiProperty } from '@nestjs/swagger';
import { Choice, CurrencyCode, IdOf, MoneyBody, Text, Time, WholeText } from '@holdfast/platform';
import { type AccountName, CHART } from '../../../domain/ledger/chart.js';
import type { JournalKind } from '../../../domain/ledger/journal.js';

const KINDS: readonly JournalKind[] = ['capture', 'refund', 'recognition', 'dispute-opened', 'dispute-won', 'fee', 'payout', 'settlement', 'correction', 'reversal'];
const id = (prefix: string) => ({ type: String, example: `${prefix}_01h455vb4pex5vsknk084sn02q` });
const account = { example: 'gateway_clearing:stripe:EUR' };
const time = { format: 'date-time' };

export class PageDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
}

export class ListAccountsDto extends PageDto {
  @Choice(Object.keys(CHART), { optional: true, about: 'Accounts of this name. Those of orders are listed when they are asked for by it.' }) name?: AccountName;
  @CurrencyCode({ optional: true }) currency?: string;
  @Time({ optional: true, about: 'Balances as the books stood at this time; now when absent. What a balance was never changes.' }) as_of?: Date;
}

export class ListJournalsDto extends PageDto {
  @IdOf('ord', { optional: true }) order?: `ord_${string}`;
  @IdOf('pay', { optional: true }) payment?: `pay_${string}`;
  @Choice(KINDS, { optional: true }) kind?: JournalKind;
}

export class ReasonDto {
  @Text({ min: 10, max: 500, about: 'Why, for whoever audits the books. Nothing about the shopper.', example: 'The fee belongs to another account.' }) reason!: string;
}

export class AccountBody {
  @ApiProperty(account) code!: string;
  @ApiProperty({ enum: ['asset', 'liability', 'revenue', 'expense'] }) kind!: string;
  @ApiProperty({ type: MoneyBody, description: 'Assets and expenses grow by debits, all others by credits.' }) balance!: MoneyBody;
}

export class AccountTransferBody {
  @ApiProperty(id('jrn')) journal_id!: string;
  @ApiProperty({ enum: KINDS }) kind!: string;
  @ApiProperty({ example: 'gateway' }) leg!: string;
  @ApiProperty({ enum: ['debit', 'credit'] }) side!: string;
  @ApiProperty({ ...account, description: 'The account on the other side.' }) other!: string;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
  @ApiProperty(time) booked_at!: string;
}

export class TransferBody {
  @ApiProperty(account) debit!: string;
  @ApiProperty({ example: 'bank:EUR' }) credit!: string;
  @ApiProperty({ type: MoneyBody }) amount!: MoneyBody;
  @ApiProperty({ example: 'gateway' }) leg!: string;
}

export class JournalBody {
  @ApiProperty(id('jrn')) id!: string;
  @ApiProperty({ enum: KINDS }) kind!: string;
  @ApiProperty({ ...id('op'), description: 'Names the fact that it books: an operation, a dispute, a line of a settlement report, a journal.' }) ref!: string;
  @ApiProperty({ ...id('ord'), nullable: true }) order_id!: string | null;
  @ApiProperty({ ...id('chk'), nullable: true }) checkout_id!: string | null;
  @ApiProperty({ ...id('pay'), nullable: true }) payment_id!: string | null;
  @ApiProperty({ ...id('jrn'), nullable: true, description: 'The journal that this one takes back.' }) reverses!: string | null;
  @ApiProperty({ ...id('jrn'), nullable: true }) reversed_by!: string | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Who booked it by hand.' }) actor!: string | null;
  @ApiProperty(time) occurred_at!: string;
  @ApiProperty(time) booked_at!: string;
  @ApiProperty({ type: [TransferBody] }) transfers!: TransferBody[];
}
