import type { Reads } from "../../storage/store.ts";
import { isAlive } from "./is-usable-token.ts";

/** Whether a person who is not disabled is an admin of the account. */
export async function hasAdminPerson(reads: Reads, accountId: number): Promise<boolean> {
	const members = await reads.users.listMembers(accountId);
	return members.some((member) => member.roles.includes("admin") && member.disabledAt === null);
}

/** The services' tokens that may administer the account at a moment. A person's is no way in of its own: the person is. */
export async function listAdminTokens(reads: Reads, accountId: number, at: string): Promise<readonly number[]> {
	const tokens = await reads.tokens.list(accountId);
	return tokens
		.filter(
			(token) =>
				token.owner === null && token.componentId === null && token.roles.includes("admin") && isAlive(token, at),
		)
		.map((token) => token.id);
}
