import { ApiProperty } from '@nestjs/swagger';
import { Text } from '@holdfast/platform';
import { CartToBring } from './brought-cart.js';

const URL_MAX = 2_000;
const RESPONSE_MAX = 8_000;
const SECRET_MAX = 100;

export class BeginOpenIdConnectDto {
  @Text({
    optional: true,
    max: URL_MAX,
    about: 'Where the browser is sent back to: one of the addresses that the shop lists. Default: the first of them.',
    example: 'https://shop.example/login/done',
  })
  redirect_uri?: string;
}

export class CompleteOpenIdConnectDto {
  @Text({ max: SECRET_MAX, about: 'As it was answered when the login began.' }) secret!: string;
  @Text({
    max: RESPONSE_MAX,
    about: 'The whole address that the browser was sent back to, as it is.',
    example: 'https://shop.example/login/done?code=…&state=…',
  })
  response_url!: string;
  @CartToBring() cart_id?: string | null;
}

export class OpenIdAuthorizationBody {
  @ApiProperty({ example: 'oid_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ description: 'Send the browser there.' }) authorization_url!: string;
  @ApiProperty({ description: 'Keep it in this browser alone, and send it with the completion: it shows that who went is who comes back.' })
  secret!: string;
  @ApiProperty({ format: 'date-time', description: 'Until then the login has to be completed.' }) expires_at!: string;
}

export class OpenIdProviderBody {
  @ApiProperty({ description: 'What a button shows.', example: 'Example ID' }) name!: string;
  @ApiProperty({ example: 'https://id.example' }) issuer!: string;
}

export class OpenIdProvidersBody {
  @ApiProperty({ type: [OpenIdProviderBody] }) data!: OpenIdProviderBody[];
}

export class ExternalIdentityBody {
  @ApiProperty({ example: 'eid_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ description: 'The provider.', example: 'https://id.example' }) issuer!: string;
  @ApiProperty({ description: 'Who you are there.', example: '248289761001' }) subject!: string;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
  @ApiProperty({ format: 'date-time' }) last_used_at!: string;
}

export class ExternalIdentitiesBody {
  @ApiProperty({ type: [ExternalIdentityBody] }) data!: ExternalIdentityBody[];
}
