import { type Role, roles } from "../src/core/access/index.ts";

/** Roles as tests give them: who looks, who makes and changes things, and who may do everything. */
export const roleSets = {
	reader: ["observer"],
	writer: ["observer", "actor", "designer", "library"],
	admin: roles,
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type RoleSet = keyof typeof roleSets;
