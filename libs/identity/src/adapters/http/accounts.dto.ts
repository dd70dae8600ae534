import { ApiProperty } from '@nestjs/swagger';
import { Choice, Email, Text } from '@holdfast/platform';
import { CartToBring } from './brought-cart.js';
import { Code, RecoveryCode } from './mfa.dto.js';
import { PASSWORD_MAX, PASSWORD_MIN } from '../../domain/password.js';

/** Longer than any password that is accepted: how long is too long is said in characters, not in units of JavaScript. */
const PASSWORD_UNITS = 4 * PASSWORD_MAX;
export const TOKEN_MAX = 100;

export const Password = (about: string) => Text({ max: PASSWORD_UNITS, about, example: 'three small rain boots' });

export class RegisterCustomerDto {
  @Email() email!: string;
  @Text({ optional: true, max: 200, example: 'Ada Lovelace' }) name?: string;
  @Password(`At least ${PASSWORD_MIN} characters; any character is welcome and none is required.`) password!: string;
}

export class ConfirmRegistrationDto {
  @Text({ max: TOKEN_MAX, about: 'From the mail.' }) token!: string;
}

export class LogInDto {
  @Email() email!: string;
  @Password('As it was registered.') password!: string;
  @Choice(['customer', 'staff'], { optional: true, about: 'As what: one address may be both. Default `customer`.', example: 'customer' }) as?: 'customer' | 'staff';
  @CartToBring() cart_id?: string | null;
}

export class ReauthenticationDto {
  @Password('The password of the account.') password!: string;
  @Code({ optional: true }) code?: string;
  @RecoveryCode() recovery_code?: string;
}

export class RefreshSessionDto {
  @Text({ max: TOKEN_MAX, about: 'The refresh token that was answered last.' }) refresh_token!: string;
}

export class MailSentBody {
  @ApiProperty({ enum: ['confirmation-sent'], description: 'Whoever reads the mails of the address decides what happens next.' }) status!: 'confirmation-sent';
}

export class CustomerBody {
  @ApiProperty({ example: 'cus_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ format: 'email', example: 'ada@example.com' }) email!: string;
  @ApiProperty({ example: 'Ada Lovelace' }) name!: string;
  @ApiProperty({ type: String, nullable: true }) phone!: string | null;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
}

export class CartAtLoginBody {
  @ApiProperty({ enum: ['claimed', 'merged', 'not-claimed'], description: '`merged`: you had a cart already, and the lines went there. `not-claimed`: it stays a guest’s, with its token.' }) status!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The cart to go on with.', example: 'cart_01h455vb4pex5vsknk084sn02q' }) id!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was not claimed: the code of a problem, or `failed`.', example: null }) reason!: string | null;
}

export class SessionTokensBody {
  @ApiProperty({ enum: ['Bearer'] }) token_type!: 'Bearer';
  @ApiProperty({ description: 'Send it as `Authorization: Bearer …`.' }) access_token!: string;
  @ApiProperty({ type: 'integer', description: 'Seconds until the access token is over.', example: 600 }) expires_in!: number;
  @ApiProperty({ description: 'For one use: exchange it for the next pair at `/v1/sessions/refreshes`. Keep it where scripts of others cannot read it.' }) refresh_token!: string;
  @ApiProperty({ example: 'ses_01h455vb4pex5vsknk084sn02q' }) session_id!: string;
  @ApiProperty({ format: 'date-time', description: 'When the session ends however much it is used.' }) session_expires_at!: string;
  @ApiProperty({ type: CartAtLoginBody, required: false, description: 'What became of the cart that the login brought along.' }) cart?: CartAtLoginBody;
}

export class SessionBody {
  @ApiProperty({ example: 'ses_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ type: String, nullable: true, description: 'What the client called itself (User-Agent).' }) device!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The address it was opened from.' }) address!: string | null;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
  @ApiProperty({ format: 'date-time' }) last_used_at!: string;
  @ApiProperty({ format: 'date-time' }) expires_at!: string;
  @ApiProperty({ description: 'Whether it is the one that asks.' }) current!: boolean;
}

export class SessionsBody {
  @ApiProperty({ type: [SessionBody] }) data!: SessionBody[];
}
