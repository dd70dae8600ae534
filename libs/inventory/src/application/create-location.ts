import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId, UnitOfWork } from '@holdfast/kernel';
import { type Location, Locations } from '../domain/locations.js';

/** Opens a stock location. Lower ranks are used first. */
export class CreateLocation extends Command<Location> {
  constructor(
    readonly code: string,
    readonly name: string,
    readonly rank: number,
  ) {
    super();
  }
}

@CommandHandler(CreateLocation)
export class CreateLocationHandler implements ICommandHandler<CreateLocation> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly locations: Locations,
  ) {}

  execute({ code, name, rank }: CreateLocation): Promise<Location> {
    const location = { id: newId('loc'), code, name, rank };
    return this.work.run(async () => {
      await this.locations.add(location);
      return location;
    });
  }
}
