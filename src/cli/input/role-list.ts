import { type Role, roles } from "../../core/access/index.ts";
import { UsageError } from "../usage-error.ts";

/** Roles, separated by commas. Throws `UsageError` for an unknown one. */
export function readRoles(text: string): Role[] {
	return text.split(",").map((word) => {
		const role = roles.find((one) => one === word.trim());
		if (!role) throw new UsageError(`There is no role “${word.trim()}”.`, `The roles are ${roles.join(", ")}.`);
		return role;
	});
}

/** Roles for a table or a sentence. */
export function rolesText(given: readonly string[]): string {
	return given.join(", ") || "nothing";
}
