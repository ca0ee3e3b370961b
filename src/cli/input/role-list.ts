import { type Role, roles } from "../../core/access/index.ts";
import { UsageError } from "../usage-error.ts";

/** Roles as a list with commas. Throws `UsageError` for a word that is none. */
export function readRoles(text: string): Role[] {
	return text.split(",").map((word) => {
		const role = roles.find((one) => one === word.trim());
		if (!role) throw new UsageError(`There is no role “${word.trim()}”.`, `The roles are ${roles.join(", ")}.`);
		return role;
	});
}

/** Roles as a table or a sentence shows them. */
export function rolesText(given: readonly string[]): string {
	return given.join(", ") || "nothing";
}
