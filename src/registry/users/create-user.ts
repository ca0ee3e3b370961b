import { parsePassword, parseUserName } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredUser, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { generatePassword } from "./generate-password.ts";
import { recordIdentity } from "./record-identity.ts";
import { parseUserFields } from "./user-fields.ts";

export interface UserInput {
	readonly name: string;
	readonly displayName?: string | undefined;
	readonly email?: string | null | undefined;
	readonly isOperator?: boolean | undefined;
	/** Omit to generate one. */
	readonly password?: string | undefined;
}

/** A new user. The password if it was generated, shown only this once; null if it was given. */
export interface NewUserWithPassword {
	readonly user: StoredUser;
	readonly password: string | null;
}

/**
 * Creates a user who can sign in. Throws `user-name-invalid`, `user-invalid`, `password-invalid`, `user-exists` and
 * `user-name-taken`.
 */
export async function createUser(needs: Needs, actor: Actor, input: UserInput): Promise<NewUserWithPassword> {
	assertMay(actor, "users.manage");
	assertOnly(actor, null);
	const name = parseUserName(input.name);
	const words = parseUserFields({ name, displayName: input.displayName ?? "", email: input.email ?? null });
	const generated = input.password === undefined ? generatePassword(needs) : null;
	const passwordHash = await needs.passwords.hash(generated ?? parsePassword(input.password ?? "", name));
	const fields = { ...words, passwordHash, isOperator: input.isOperator ?? false };
	const user = await needs.store.write((tx) => insertUser(needs, tx, actor, fields));
	return { user, password: generated };
}

/** Adds a user within a transaction. Throws `user-exists` and `user-name-taken`. */
export async function insertUser(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	actor: Pick<Actor, "name">,
	fields: Pick<StoredUser, "name" | "displayName" | "email" | "passwordHash" | "isOperator">,
): Promise<StoredUser> {
	const at = needs.now();
	const { name, displayName, email, isOperator } = fields;
	if (await tx.users.find(name)) throw fault("user-exists", { user: name });
	if (await tx.tokens.hasService(name, at)) throw fault("user-name-taken", { user: name });
	const id = await tx.users.insert({ ...fields, createdAt: at });
	await recordIdentity(tx, {
		actor: actor.name,
		act: "user.create",
		id,
		name,
		at,
		after: { displayName, email, isOperator },
	});
	return { ...fields, id, createdAt: at, updatedAt: at, disabledAt: null };
}
