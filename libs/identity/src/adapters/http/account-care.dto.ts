import { Email, Text } from '@holdfast/platform';
import { PASSWORD_MIN } from '../../domain/password.js';
import { Password, TOKEN_MAX } from './accounts.dto.js';

export class RequestPasswordResetDto {
  @Email() email!: string;
}

export class ConfirmPasswordResetDto {
  @Text({ max: TOKEN_MAX, about: 'From the mail.' }) token!: string;
  @Password(`The new one: at least ${PASSWORD_MIN} characters.`) password!: string;
}

export class ChangePasswordDto {
  @Password('The password as it is now.') current_password!: string;
  @Password(`The new one: at least ${PASSWORD_MIN} characters.`) password!: string;
}

export class ChangeEmailDto {
  @Email({ example: 'ada.lovelace@example.com' }) email!: string;
}

export class ConfirmEmailChangeDto {
  @Text({ max: TOKEN_MAX, about: 'From the mail to the new address.' }) token!: string;
}

export class ProfileDto {
  @Text({ optional: true, max: 200, example: 'Ada Lovelace', about: 'null removes it.' }) name?: string | null;
  @Text({ optional: true, max: 40, example: '+49 40 123456', about: 'null removes it.' }) phone?: string | null;
}
