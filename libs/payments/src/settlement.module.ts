import { Global, Module } from '@nestjs/common';
import { CsvReportFiles } from './adapters/csv/settlement-rows.js';
import { PostgresSettlements } from './adapters/persistence/settlement/postgres-settlements.js';
import { GetReportHandler, ListDifferencesHandler, ListReportLinesHandler, ListReportsHandler } from './adapters/persistence/settlement/settlement-queries.handlers.js';
import { CorrectDifferenceHandler } from './application/settlement/correct-difference.js';
import { ImportSettlementHandler } from './application/settlement/import-settlement.js';
import { MatchLateLinesHandler } from './application/settlement/match-late-lines.js';
import { ReportFiles } from './application/settlement/report-format.js';
import { Settlements } from './application/settlement/settlements.js';
import { ListComparisonsHandler } from './adapters/persistence/balance/balance-queries.handlers.js';
import { PostgresGatewayBalances } from './adapters/persistence/balance/postgres-gateway-balances.js';
import { CompareBalancesHandler } from './application/balance/compare-balances.js';
import { GatewayBalances } from './application/balance/gateway-balances.js';

/** What gateways report of our balance with them, and what they say that it is. Needs the ledger beside it. */
@Global()
@Module({
  providers: [
    { provide: Settlements, useClass: PostgresSettlements },
    { provide: ReportFiles, useClass: CsvReportFiles },
    { provide: GatewayBalances, useClass: PostgresGatewayBalances },
    CompareBalancesHandler, ListComparisonsHandler,
    ImportSettlementHandler, CorrectDifferenceHandler, MatchLateLinesHandler, ListReportsHandler, GetReportHandler, ListReportLinesHandler, ListDifferencesHandler,
  ],
  exports: [ReportFiles],
})
export class SettlementModule {}
