import type { OpenAPIObject } from '@nestjs/swagger';

/** What to run when what is committed is no longer what the document says. */
export const COMMAND: string;

/** Where the generated sources are. */
export const FOLDER: string;

/** The generated sources of the client by name, made of the OpenAPI document of the API. */
export function generate(document: OpenAPIObject): Promise<Readonly<Record<string, string>>>;
