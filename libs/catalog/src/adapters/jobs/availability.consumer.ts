import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AVAILABILITY_CHANGED } from '@holdfast/inventory';
import { Consumes, type EventConsumer, type StoredEvent } from '@holdfast/platform';
import { NoteAvailability } from '../../application/note-availability.js';
import type { VariantId } from '../../catalog.js';

/** Shows that a variant came into stock or went out of it. */
@Injectable()
@Consumes('catalog.availability', AVAILABILITY_CHANGED)
export class ShowAvailability implements EventConsumer {
  constructor(private readonly commands: CommandBus) {}

  consume({ payload }: StoredEvent): Promise<void> {
    return this.commands.execute(new NoteAvailability([payload['variant_id'] as VariantId]));
  }
}
