import { type AccountRole, accountRoles } from "../../core/access/index.ts";
import { UsageError } from "../usage-error.ts";

/** Roles of an account, separated by commas. Throws `UsageError`. */
export function readAccountRoles(text: string): AccountRole[] {
	return text.split(",").map((word) => {
		const role = accountRoles.find((one) => one === word.trim());
		if (!role)
			throw new UsageError(
				`There is no role “${word.trim()}” in an account.`,
				`The roles are ${accountRoles.join(", ")}.`,
			);
		return role;
	});
}
