import type { AccountRole } from "../src/core/access/index.ts";
import { prepareRegistry, systemActor } from "../src/registry/accounts/prepare-registry.ts";
import { setMember } from "../src/registry/accounts/set-member.ts";
import type { Actor } from "../src/registry/actor.ts";
import { type Authenticator, authenticator } from "../src/registry/sign-in/authenticate.ts";
import { signIn } from "../src/registry/sign-in/sign-in.ts";
import { createUser } from "../src/registry/users/create-user.ts";
import type { StoredUser } from "../src/storage/store.ts";
import { type EngineName, openRegistry, type TestRegistry } from "./registries.ts";

export const password = "a horse of another color";

/** A registry after its first start, with users who sign in. */
export interface PeopleRegistry extends TestRegistry {
	/** The owner of the data directory, in the default account. */
	readonly local: Actor;
	readonly door: Authenticator;
	/** A name that no other test of the file uses. */
	fresh(name: string): string;
	/** A user with the password above, with roles in one account or none. */
	newUser(options?: {
		readonly name?: string;
		readonly isOperator?: boolean;
		readonly in?: Actor;
		readonly roles?: readonly AccountRole[];
	}): Promise<StoredUser>;
	/** A session of a user: its secret, and its actor in an account. */
	enter(
		user: Pick<StoredUser, "name">,
		account?: string | null,
	): Promise<{ readonly secret: string; readonly actor: Actor }>;
}

/** Opens a registry and runs its first start. */
export async function openPeople(engine: EngineName): Promise<PeopleRegistry> {
	const registry = await openRegistry(engine);
	const { needs } = registry;
	const { account } = await prepareRegistry(needs);
	const local = systemActor(account);
	const door = authenticator(needs);
	let made = 0;
	const fresh = (name: string) => `${name}-${++made}`;
	return {
		...registry,
		local,
		door,
		fresh,
		newUser: async ({ name = fresh("person"), isOperator = false, in: where, roles } = {}) => {
			const { user } = await createUser(needs, local, { name, isOperator, password });
			if (where) await setMember(needs, { ...where, may: local.may }, { user: name, roles: roles ?? ["observer"] });
			return user;
		},
		enter: async ({ name }, within = null) => {
			const { secret } = await signIn(needs, {
				name,
				password,
				address: "192.0.2.1",
				network: "192.0.2.1",
				agent: null,
			});
			return { secret, actor: await door.actorOf({ kind: "session", secret, account: within }) };
		},
	};
}
