import { type Role, roles } from "../src/core/access/index.ts";

/** Role sets for tests: one that reads, one that creates and edits, and one that may do everything. */
export const roleSets = {
	reader: ["observer"],
	writer: ["observer", "actor", "designer", "library"],
	admin: roles,
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type RoleSet = keyof typeof roleSets;
