import { EntityManager, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { toUuid } from '@holdfast/kernel';
import { LocationCodeTaken } from '../../domain/errors.js';
import { type Location, Locations } from '../../domain/locations.js';
import { LocationRecord } from './records.js';

@Injectable()
export class MikroLocations extends Locations {
  constructor(private readonly em: EntityManager) {
    super();
  }

  async add(location: Location): Promise<void> {
    try {
      await this.em.insert(LocationRecord, { ...location, id: toUuid(location.id) });
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) throw new LocationCodeTaken(location.code);
      throw error;
    }
  }
}
