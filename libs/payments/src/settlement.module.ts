import { Global, Module } from '@nestjs/common';
import { CsvReportFiles } from './adapters/csv/settlement-rows.js';
import { PostgresSettlements } from './adapters/persistence/settlement/postgres-settlements.js';
import { PostgresSettlementImports } from './adapters/persistence/settlement/postgres-settlement-imports.js';
import { GetReportHandler, ListDifferencesHandler, ListReportLinesHandler, ListReportsHandler } from './adapters/persistence/settlement/settlement-queries.handlers.js';
import { CorrectDifferenceHandler } from './application/settlement/correct-difference.js';
import { GiveUpSettlementHandler } from './application/settlement/give-up-settlement.js';
import { MatchLateLinesHandler } from './application/settlement/match-late-lines.js';
import { ReportFiles } from './application/settlement/report-format.js';
import { KeepReportHandler, RequestSettlementHandler } from './application/settlement/request-settlement.js';
import { RunSettlementHandler } from './application/settlement/run-settlement.js';
import { SettlementImports } from './application/settlement/settlement-imports.js';
import { TakeStepHandler } from './application/settlement/take-step.js';
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
    { provide: SettlementImports, useClass: PostgresSettlementImports },
    { provide: ReportFiles, useClass: CsvReportFiles },
    { provide: GatewayBalances, useClass: PostgresGatewayBalances },
    CompareBalancesHandler, ListComparisonsHandler,
    KeepReportHandler, RequestSettlementHandler, RunSettlementHandler, TakeStepHandler, GiveUpSettlementHandler, CorrectDifferenceHandler, MatchLateLinesHandler, ListReportsHandler, GetReportHandler, ListReportLinesHandler, ListDifferencesHandler,
  ],
  exports: [SettlementImports],
})
export class SettlementModule {}
