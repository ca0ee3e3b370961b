import { fault } from "../../core/errors.ts";
import { type Audience, audienceOf } from "../../core/marketplace/index.ts";
import type { Reads, StoredAccountGroup } from "../../storage/store.ts";
import { getGroup } from "../account-groups/get-group.ts";
import type { Actor } from "../actor.ts";

/** An audience to set, by the names of groups of the account. */
export interface AudienceInput {
	readonly everyone: boolean;
	readonly groups: readonly string[];
}

/** An audience with group names. */
export interface NamedAudience {
	readonly everyone: boolean;
	readonly groups: readonly { readonly id: number; readonly name: string }[];
}

/**
 * The requested audience. Throws `group-not-found`, and `publication-invalid` for everyone together with groups, or for
 * an empty audience.
 */
export async function readAudience(reads: Reads, actor: Actor, input: AudienceInput): Promise<Audience> {
	if (input.everyone && input.groups.length > 0) throw wrong("can't be everyone and account groups at once");
	if (!input.everyone && input.groups.length === 0) throw wrong("is missing: name everyone, or account groups");
	const groups: StoredAccountGroup[] = [];
	for (const name of input.groups) groups.push(await getGroup(reads, actor, name));
	return audienceOf({ everyone: input.everyone, groups: groups.map(({ id }) => id) });
}

/** The names of the groups in an audience of the account. */
export async function nameAudience(reads: Reads, accountId: number, audience: Audience): Promise<NamedAudience> {
	const groups = await reads.accountGroups.listByIds(accountId, audience.groups);
	return { everyone: audience.everyone, groups: groups.map(({ id, name }) => ({ id, name })) };
}

/** An audience as text: `everyone`, `partners, staff`, `nobody`. */
export function audienceText({ everyone, groups }: NamedAudience): string {
	if (everyone) return "everyone";
	return groups.length === 0 ? "nobody" : groups.map(({ name }) => name).join(", ");
}

function wrong(problem: string) {
	return fault("publication-invalid", { field: "the audience", problem });
}
