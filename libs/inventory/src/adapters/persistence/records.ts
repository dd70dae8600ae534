import { defineEntity, p } from '@mikro-orm/postgresql';

export const LocationRecord = defineEntity({
  name: 'LocationRecord',
  schema: 'inventory',
  tableName: 'locations',
  properties: {
    id: p.uuid().primary(),
    code: p.text(),
    name: p.text(),
    rank: p.integer(),
  },
});

export const INVENTORY_RECORDS = [LocationRecord];
