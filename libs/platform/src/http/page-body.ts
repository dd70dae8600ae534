import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';

class PageInfo {
  @ApiProperty({ type: String, nullable: true, description: 'Give it as `cursor` for the next page.', example: null })
  next_cursor!: string | null;

  @ApiProperty({ example: false })
  has_more!: boolean;
}

const made = new Map<Type, Type>();

/** The class of a page of these items, for documentation. */
export function PageOf(item: Type): Type {
  const known = made.get(item);
  if (known) return known;
  class PageBody {
    @ApiProperty({ type: [item] })
    data!: unknown[];

    @ApiProperty({ type: PageInfo })
    page!: PageInfo;
  }
  Object.defineProperty(PageBody, 'name', { value: `${item.name.replace(/Body$/, '')}Page` });
  made.set(item, PageBody);
  return PageBody;
}
