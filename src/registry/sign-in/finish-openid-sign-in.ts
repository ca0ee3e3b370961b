import {
	type AccountRole,
	firstUserName,
	parseUserName,
	providerSource,
	rolesFromGroups,
} from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { Person } from "../../openid/openid.ts";
import type { StoredSignInProvider, StoredUser, Transaction } from "../../storage/store.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { defaultAccount } from "../default-account.ts";
import type { Needs } from "../needs.ts";
import { insertUser } from "../users/create-user.ts";
import { recordIdentity } from "../users/record-identity.ts";
import { parseUserFields } from "../users/user-fields.ts";
import { type PendingSignIn, pendingSignInContext } from "./begin-openid-sign-in.ts";
import { beginSession, type NewSession } from "./begin-session.ts";
import { withoutWhy } from "./hide-network-reason.ts";
import { settingsOf } from "./sign-in-provider-secret.ts";

/** The browser's return from a provider. */
export interface OpenIdAnswer {
	/** From the address. */
	readonly provider: string;
	/** The sealed state that the browser got at the start; undefined if it has none. */
	readonly pending: string | undefined;
	/** Everything after the `?` of the address. */
	readonly query: string;
	/** The browser's User-Agent. */
	readonly agent: string | null;
	/** Network address, for the audit. */
	readonly address: string;
	/** Secret of the browser's earlier session, which ends. */
	readonly replaces?: string | undefined;
}

/** A new session, and the path of this registry that the user wanted to open. */
export interface OpenIdSession extends NewSession {
	readonly goTo: string;
}

/**
 * Signs in a user who returns from a provider: the user of this issuer and subject, created if there is none and the
 * provider admits new users. Replaces the roles that the provider's groups give; roles from other sources stay. Throws
 * `openid-sign-in-refused`, with the reason only in the audit, and `openid-unavailable`.
 */
export async function finishOpenIdSignIn(needs: Needs, answer: OpenIdAnswer): Promise<OpenIdSession> {
	const pending = openPending(needs, answer);
	const provider = pending && (await needs.store.read.signInProviders.find(pending.provider));
	// Someone who started no sign-in here leaves no trace: anyone can call an address.
	if (!pending || !provider) throw fault("openid-sign-in-refused");
	const outcome = await withoutWhy(provider.issuer, () =>
		needs.openId.people.finish(settingsOf(needs, provider), { query: answer.query, checks: pending.checks }),
	);
	if (outcome.kind === "refused")
		throw await refused(needs, provider, { because: outcome.because, address: answer.address });
	const { person } = outcome;
	const begun = await needs.store.write(async (tx) => {
		const session = await signIn(needs, tx, { provider, person, answer });
		return typeof session === "string" ? tx.undo(session) : session;
	});
	if (typeof begun !== "string") return { ...begun, goTo: pending.goTo };
	throw await refused(needs, provider, {
		because: begun,
		address: answer.address,
		subject: person.subject,
		email: person.email,
	});
}

function openPending(needs: Needs, { provider, pending }: OpenIdAnswer): PendingSignIn | undefined {
	if (pending === undefined) return undefined;
	try {
		const opened = JSON.parse(needs.secrets.open(pending, pendingSignInContext)) as PendingSignIn;
		return opened.provider === provider && opened.expiresAt > needs.now() ? opened : undefined;
	} catch {
		return undefined;
	}
}

/** The identity that arrived, its provider and browser. */
interface Arrival {
	readonly provider: StoredSignInProvider;
	readonly person: Person;
	readonly answer: OpenIdAnswer;
}

/** A session, or the reason for a refusal. */
async function signIn(
	needs: Needs,
	tx: Transaction,
	{ provider, person, answer }: Arrival,
): Promise<NewSession | string> {
	const mappings = await tx.signInProviders.listMappings(provider.id);
	const given = rolesFromGroups(person.groups, mappings);
	const known = await tx.signInProviders.findUserId(person.issuer, person.subject);
	if (known === undefined && provider.admits === "mapped" && given.size === 0) {
		return "nobody knows them here yet, and none of their groups gives them anything";
	}
	const user =
		known === undefined ? await findOrMakeUser(needs, tx, { provider, person }) : await tx.users.findById(known);
	if (!user || user.disabledAt !== null) return "the user is disabled";
	const accounts = new Map(mappings.map(({ account, accountId }) => [account, accountId]));
	const wanted = new Map([...given].map(([account, roles]) => [accounts.get(account) ?? 0, roles]));
	const source = providerSource(provider.name);
	await setMemberships(tx, { user, source, wanted, at: needs.now() });
	return beginSession(needs, tx, user, { ...answer, method: source });
}

/**
 * New users are created one at a time, so that a sign-in handled by two servers at once creates one user, and two users
 * never get the same name.
 */
async function findOrMakeUser(
	needs: Needs,
	tx: Transaction,
	of: Pick<Arrival, "provider" | "person">,
): Promise<StoredUser | undefined> {
	const home = await tx.accounts.find(defaultAccount);
	if (home) await tx.accounts.lock(home.id);
	const known = await tx.signInProviders.findUserId(of.person.issuer, of.person.subject);
	return known === undefined ? makeUser(needs, tx, of) : tx.users.findById(known);
}

/** Never an existing user, whatever the email address or name: only issuer and subject identify a user. */
async function makeUser(
	needs: Needs,
	tx: Transaction,
	{ provider, person }: Pick<Arrival, "provider" | "person">,
): Promise<StoredUser> {
	const at = needs.now();
	const name = await freeName(tx, firstUserName(provider.name, person), at);
	const words = usableWords({
		name,
		displayName: person.name ?? "",
		email: person.emailVerified ? person.email : null,
	});
	const user = await insertUser(
		needs,
		tx,
		{ name: providerSource(provider.name) },
		{ ...words, passwordHash: null, isOperator: false },
	);
	await tx.signInProviders.addIdentity({ issuer: person.issuer, subject: person.subject, userId: user.id, at });
	return user;
}

async function freeName(tx: Transaction, wanted: string, at: string): Promise<string> {
	for (let count = 1; ; count++) {
		const name = count === 1 ? wanted : `${wanted}-${count}`;
		if (!(await tx.users.find(name)) && !(await tx.tokens.hasService(name, at))) return parseUserName(name);
	}
}

/** A provider's claims never lock anyone out: values that a user can't have are dropped. */
function usableWords(words: Pick<StoredUser, "name" | "displayName" | "email">): typeof words {
	const fits = (some: typeof words) => {
		try {
			return parseUserFields(some);
		} catch {
			return undefined;
		}
	};
	const { name } = words;
	const displayName = fits({ ...words, email: null })?.displayName ?? "";
	return { name, displayName, email: fits({ ...words, displayName: "" })?.email ?? null };
}

/** Removes what this provider gave before and no longer gives; roles from other sources are not touched. */
async function setMemberships(
	tx: Transaction,
	{
		user,
		source,
		wanted,
		at,
	}: { user: StoredUser; source: string; wanted: ReadonlyMap<number, readonly AccountRole[]>; at: string },
): Promise<void> {
	const had = new Map(
		(await tx.users.listMemberships(user.id))
			.filter((one) => one.source === source)
			.map((one) => [one.accountId, one.roles]),
	);
	for (const accountId of new Set([...had.keys(), ...wanted.keys()])) {
		const before = had.get(accountId) ?? [];
		const after = wanted.get(accountId) ?? [];
		if (before.join() === after.join()) continue;
		await tx.users.setMembership({ accountId, userId: user.id, source, roles: after, at });
		const act = after.length === 0 ? "member.remove" : "member.set";
		tx.record(
			auditEntry({ accountId, name: source }, act, user, {
				at,
				before: { source, roles: before },
				after: { source, roles: after },
			}),
		);
	}
}

async function refused(
	needs: Needs,
	{ name }: StoredSignInProvider,
	what: {
		readonly because: string;
		readonly address: string;
		readonly subject?: string;
		readonly email?: string | null;
	},
): Promise<Error> {
	const method = providerSource(name);
	await needs.store.write((tx) => {
		const told = {
			actor: "public",
			act: "session.refuse",
			id: null,
			name: what.subject ?? "",
			at: needs.now(),
		} as const;
		return recordIdentity(tx, { ...told, after: { method, ...what } });
	});
	return fault("openid-sign-in-refused");
}
