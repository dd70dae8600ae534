import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, ValidateIf } from 'class-validator';
import { Email, Flag, IdOf, SCOPES, Text, WholeText } from '@holdfast/platform';
import { Password } from './accounts.dto.js';

const EXAMPLE = ['orders:read', 'orders:write'];

const Permissions = ({ optional = false }: { optional?: boolean } = {}) =>
  applyDecorators(
    ApiProperty({ enum: SCOPES, isArray: true, minItems: 1, uniqueItems: true, required: !optional, description: 'What it allows; no more than you may.', example: EXAMPLE }),
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    IsArray(),
    ArrayMinSize(1),
    ArrayUnique(),
    IsIn(SCOPES, { each: true }),
  );

export class DefineRoleDto {
  @Text({ max: 100, example: 'Returns desk' }) name!: string;
  @Permissions() permissions!: string[];
}

export class ChangeRoleDto {
  @Text({ max: 100, optional: true, example: 'Returns desk' }) name?: string;
  @Permissions({ optional: true }) permissions?: string[];
}

export class InviteStaffDto {
  @Email() email!: string;
  @Text({ max: 200, example: 'Grace Hopper' }) name!: string;
  @IdOf('rol', { about: 'See `GET /v1/admin/roles`; it may allow no more than you may.' }) role_id!: `rol_${string}`;
}

export class ChangeStaffDto {
  @Text({ max: 200, optional: true, example: 'Grace Hopper' }) name?: string;
  @IdOf('rol', { optional: true, about: 'Counts from the next request on.' }) role_id?: `rol_${string}`;
  @Flag({ optional: true, about: 'A disabled account cannot log in, and its sessions end at once.' }) disabled?: boolean;
}

export class AcceptInvitationDto {
  @Text({ max: 100, about: 'From the mail.' }) token!: string;
  @Password('At least 15 characters; any character is welcome and none is required.') password!: string;
}

export class ListDto {
  @WholeText({ min: 1, max: 100, fallback: 20 }) limit: number = 20;
  @Text({ optional: true, max: 500 }) cursor?: string;
}

export class RoleBody {
  @ApiProperty({ example: 'rol_01k0000000e008000000000004' }) id!: string;
  @ApiProperty({ example: 'Support' }) name!: string;
  @ApiProperty({ description: 'Built-in roles cannot be changed; what they allow follows the version of the service.' }) built_in!: boolean;
  @ApiProperty({ enum: SCOPES, isArray: true, example: EXAMPLE }) permissions!: string[];
  @ApiProperty({ format: 'date-time' }) created_at!: string;
}

export class RoleNameBody {
  @ApiProperty({ example: 'rol_01k0000000e008000000000004' }) id!: string;
  @ApiProperty({ example: 'Support' }) name!: string;
}

export class StaffBody {
  @ApiProperty({ example: 'stf_01h455vb4pex5vsknk084sn02q' }) id!: string;
  @ApiProperty({ format: 'email', example: 'grace@example.com' }) email!: string;
  @ApiProperty({ example: 'Grace Hopper' }) name!: string;
  @ApiProperty({ enum: ['invited', 'active', 'disabled'] }) status!: string;
  @ApiProperty({ type: RoleNameBody }) role!: RoleNameBody;
  @ApiProperty({ enum: SCOPES, isArray: true, description: 'What the role allows.', example: EXAMPLE }) permissions!: string[];
  @ApiProperty({ description: 'Whether there is a second factor.' }) mfa_enrolled!: boolean;
  @ApiProperty({ format: 'date-time' }) created_at!: string;
}

export class StaffMeBody extends StaffBody {
  @ApiProperty({ description: 'Whether staff of this shop may do nothing without a second factor.' }) mfa_required!: boolean;
  @ApiProperty({ description: 'Whether the permissions count with this login: they come with the second factor alone, where there is one or has to be one.' }) mfa_satisfied!: boolean;
}
