/** Whether PostgreSQL refused a statement because of this constraint, index or named exception. */
export const violates = (error: unknown, constraint: string): boolean => (error as { constraint?: string }).constraint === constraint;
