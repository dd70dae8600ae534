import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '@holdfast/kernel';
import { type Erasure, type ErasureId, Erasures } from '../domain/erasure.js';

/** How far an erasure is, and what has to wait. @throws NotFound */
export class GetErasure extends Query<Erasure> {
  constructor(readonly id: ErasureId) {
    super();
  }
}

@QueryHandler(GetErasure)
export class GetErasureHandler implements IQueryHandler<GetErasure> {
  constructor(private readonly erasures: Erasures) {}

  async execute({ id }: GetErasure): Promise<Erasure> {
    const erasure = await this.erasures.find(id);
    if (!erasure) throw new NotFound();
    return erasure;
  }
}
