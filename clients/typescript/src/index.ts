export { Holdfast, type ClientOptions } from './client.js';
export { ifMatch } from './if-match.js';
export type { Answer, Data, Item, ListPath, Request } from './operations.js';
export { Problem, Unanswered, type ProblemCode } from './problem.js';
export type * as types from './generated/types.js';
