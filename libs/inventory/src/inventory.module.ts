import { Global, Module } from '@nestjs/common';
import { StockController } from './adapters/http/stock.controller.js';
import { HoldFigures } from './adapters/persistence/hold-figures.js';
import { ListLocationsHandler, ListStockLevelsHandler, ListStockMovementsHandler } from './adapters/persistence/list-stock.handlers.js';
import { MikroLocations } from './adapters/persistence/mikro-locations.js';
import { PostgresInventory } from './adapters/persistence/postgres-inventory.js';
import { PostgresStockLevels } from './adapters/persistence/postgres-stock-levels.js';
import { AdjustStockHandler } from './application/adjust-stock.js';
import { CreateLocationHandler } from './application/create-location.js';
import { Locations } from './domain/locations.js';
import { StockLevels } from './domain/stock-levels.js';
import { Inventory } from './inventory.js';

@Global()
@Module({
  providers: [
    { provide: Inventory, useClass: PostgresInventory },
    { provide: StockLevels, useClass: PostgresStockLevels },
    { provide: Locations, useClass: MikroLocations },
    AdjustStockHandler, CreateLocationHandler, ListLocationsHandler, ListStockLevelsHandler, ListStockMovementsHandler,
  ],
  exports: [Inventory],
})
export class InventoryModule {}

@Module({ imports: [InventoryModule], controllers: [StockController] })
export class InventoryHttpModule {}

@Module({ providers: [HoldFigures] })
export class InventoryJobsModule {}
