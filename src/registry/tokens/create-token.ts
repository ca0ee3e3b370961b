import { type Role, sortRoles } from "../../core/access/index.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredComponent, StoredToken, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { getComponent } from "../components/get-component.ts";
import type { Needs } from "../needs.ts";

/** A new token. Its secret is shown only this once and stored nowhere. */
export interface NewToken {
	readonly token: StoredToken;
	readonly secret: string;
}

export interface TokenInput {
	readonly name: string;
	/** At most the actor's roles. */
	readonly roles: readonly Role[];
	/** UTC ISO 8601; null or omitted = never expires. */
	readonly expiresAt?: string | null | undefined;
	/** The one component that it is for; omit for the whole account. */
	readonly only?: { readonly kind: ComponentKind; readonly name: string } | undefined;
}

/**
 * Creates a token of the actor's account: a user's own, or, if created by a token or the local owner, a service's.
 * Throws `token-roles` for roles that the actor does not have, `permission-denied` for tokens that may not manage
 * tokens, `input-invalid` for a date in the past or after the actor's own expiry, and the kind's `…-not-found`.
 */
export async function createToken(needs: Needs, actor: Actor, input: TokenInput): Promise<NewToken> {
	assertMay(actor, actor.kind === "user" ? "tokens.own" : "tokens.manage");
	assertOnly(actor, null);
	const roles = sortRoles(input.roles);
	if (roles.length === 0) throw fault("input-invalid", { problem: "a token needs at least one role", issues: [] });
	const missing = roles.filter((role) => !actor.roles.includes(role));
	if (missing.length > 0)
		throw fault("token-roles", { roles: missing.join(", "), has: actor.roles.join(", ") || "no role" });
	const expiresAt = endOf(needs, actor, input.expiresAt ?? null);
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const component = input.only && (await getComponent(tx, actor, { ...input.only, at }));
		if (actor.userId === null && (await tx.users.find(input.name)))
			throw fault("token-name-taken", { name: input.name });
		return insertToken(needs, tx, actor, { name: input.name, roles, expiresAt, component });
	});
}

function endOf(needs: Needs, actor: Actor, expiresAt: string | null): string | null {
	const wrong = (problem: string) => fault("input-invalid", { problem, issues: [] });
	if (expiresAt !== null && expiresAt <= needs.now()) throw wrong(`the expiry ${expiresAt} is in the past`);
	if (actor.endsAt === null) return expiresAt;
	if (expiresAt !== null && expiresAt > actor.endsAt)
		throw wrong(`the token can't outlive the one that creates it, which expires on ${actor.endsAt}`);
	return expiresAt ?? actor.endsAt;
}

/** Adds a token within a transaction: the acting user's, or a service's if no user acts. */
export async function insertToken(
	needs: Pick<Needs, "now" | "sha256" | "newSecret">,
	tx: Transaction,
	actor: Actor,
	input: Pick<StoredToken, "name" | "roles" | "expiresAt"> &
		Partial<Pick<StoredToken, "source">> & {
			readonly component?: Pick<StoredComponent, "id" | "kind" | "name"> | undefined;
		},
): Promise<NewToken> {
	const secret = `mci_${needs.newSecret()}`;
	const at = needs.now();
	const { name, roles, expiresAt, component, source = "made" } = input;
	const fields = {
		accountId: actor.accountId,
		name,
		roles,
		componentId: component?.id ?? null,
		source,
		createdAt: at,
		expiresAt,
	};
	const person = actor.userId === null ? undefined : await tx.users.findById(actor.userId);
	const id = await tx.tokens.insert({ ...fields, userId: actor.userId, hash: needs.sha256(secret) });
	const only = component ? { kind: component.kind, name: component.name } : null;
	const owner = person ? { id: person.id, name: person.name } : null;
	tx.record(
		auditEntry(
			actor,
			"token.create",
			{ id, name },
			{ at, after: { roles, expiresAt, only, owner: owner?.name ?? null, source } },
		),
	);
	return { token: { id, ...fields, component: only, owner, revokedAt: null, lastUsedAt: null }, secret };
}
