// Made by `npm run generate`; don't edit.
import type { Source } from "./source.ts";

/** Every upstream format, by name. */
export const sources: readonly Source[] = [
];
