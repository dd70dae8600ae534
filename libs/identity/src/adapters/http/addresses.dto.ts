import { ApiProperty } from '@nestjs/swagger';
import { AddressBody, AddressDto, Flag } from '@holdfast/platform';

export class AddressEntryDto extends AddressDto {
  @Flag({ optional: true, about: 'Whether parcels go here when nothing else is said. Takes it from the address that had it.' }) default_shipping?: boolean;
  @Flag({ optional: true, about: 'Whether invoices go here when nothing else is said. Takes it from the address that had it.' }) default_billing?: boolean;
}

export class AddressEntryBody extends AddressBody {
  @ApiProperty({ example: 'adr_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ example: true }) default_shipping!: boolean;
  @ApiProperty({ example: false }) default_billing!: boolean;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
  @ApiProperty({ format: 'date-time' }) updated_at!: string;
}

export class AddressBookBody {
  @ApiProperty({ type: [AddressEntryBody] }) data!: AddressEntryBody[];
}
