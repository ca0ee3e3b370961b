import type { Reads } from "../../storage/store.ts";
import { isAlive } from "./is-usable-token.ts";

/** Whether an enabled user is an admin of the account. */
export async function hasAdminPerson(reads: Reads, accountId: number): Promise<boolean> {
	const members = await reads.users.listMembers(accountId);
	return members.some((member) => member.roles.includes("admin") && member.disabledAt === null);
}

/** The service tokens that can administer the account at a time. Users' tokens don't count, because the user does. */
export async function listAdminTokens(reads: Reads, accountId: number, at: string): Promise<readonly number[]> {
	const tokens = await reads.tokens.list(accountId);
	return tokens
		.filter(
			(token) =>
				token.owner === null && token.componentId === null && token.roles.includes("admin") && isAlive(token, at),
		)
		.map((token) => token.id);
}
