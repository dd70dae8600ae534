import { Param, type PipeTransform } from '@nestjs/common';
import { isId, NotFound } from '../kernel/index.js';

class IdPipe implements PipeTransform {
  constructor(private readonly prefix: string) {}

  transform(value: unknown): unknown {
    if (!isId(this.prefix, value)) throw new NotFound();
    return value;
  }
}

/** A path parameter that is an id of this type. Anything else cannot name anything: 404, like an id that does not exist. */
export const IdParam = (prefix: string, name = 'id'): ParameterDecorator => Param(name, new IdPipe(prefix));
