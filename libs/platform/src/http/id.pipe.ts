import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { isId, NotFound } from '../kernel/index.js';

class IdPipe implements PipeTransform {
  constructor(private readonly prefix: string) {}

  transform(value: unknown): unknown {
    if (!isId(this.prefix, value)) throw new NotFound();
    return value;
  }
}

/**
 * A path parameter that is an id of this type. Anything else cannot name anything: 404, like an id that does not exist. The documentation is told
 * here, because types of ids are gone when it is made.
 */
export const IdParam = (prefix: string, name = 'id'): ParameterDecorator => (controller, method, index) => {
  Param(name, new IdPipe(prefix))(controller, method, index);
  const schema = { type: 'string', pattern: `^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`, example: `${prefix}_01h455vb4pex5vsknk084sn02q` } as const;
  ApiParam({ name, schema })(controller, method!, Object.getOwnPropertyDescriptor(controller, method!)!);
};
