import { type AccountRole, fault, firstUserName, providerSource, rolesFromGroups } from "../core/index.ts";
import type { Person } from "../openid/openid.ts";
import type { StoredSignInProvider, StoredUser, Transaction } from "../storage/store.ts";
import { type PendingSignIn, pendingSignInContext } from "./begin-openid-sign-in.ts";
import { defaultAccount } from "./default-account.ts";
import { membershipEntry } from "./membership-entry.ts";
import type { Needs } from "./needs.ts";
import { signInProviderEntry } from "./sign-in-provider-entry.ts";
import { settingsOf } from "./sign-in-provider-secret.ts";
import { withoutWhy } from "./without-why.ts";

/** So long after it began, a session ends: then the provider is asked again who the person is, and what their groups are. */
const sessionHours = 12;

/** What the browser brings back. */
export interface OpenIdAnswer {
	/** As the address names it. */
	readonly provider: string;
	/** What the browser was given when it began; undefined when it has nothing. */
	readonly pending: string | undefined;
	/** All that follows the `?` of the address. */
	readonly query: string;
	/** What the browser says it is. */
	readonly agent: string | null;
}

/** A session just begun; its secret is for the browser alone. */
export interface BegunSession {
	readonly secret: string;
	readonly expiresAt: string;
	readonly user: string;
	/** The path on this registry to which the person wanted to go. */
	readonly goTo: string;
}

/**
 * Signs in who comes back from a provider: the user of this issuer and subject, made when there is none and the provider may bring new ones
 * in. What their groups give in which account is set anew; what others gave stays. Throws `openid-sign-in-refused`, with the reason in the
 * audit alone, and `openid-unavailable`.
 */
export async function finishOpenIdSignIn(needs: Needs, answer: OpenIdAnswer): Promise<BegunSession> {
	const pending = openPending(needs, answer);
	const provider = pending && (await needs.store.read.signInProviders.find(pending.provider));
	// Whoever has begun nothing here leaves no trace: anybody can call an address.
	if (!pending || !provider) throw fault("openid-sign-in-refused");
	const outcome = await withoutWhy(provider.issuer, () =>
		needs.openId.people.finish(settingsOf(needs, provider), { query: answer.query, checks: pending.checks }),
	);
	if (outcome.kind === "refused") throw await refused(needs, provider, { because: outcome.because });
	const { person } = outcome;
	const found = await needs.store.write((tx) => signIn(needs, tx, { provider, person, agent: answer.agent }));
	if (found.kind === "refused") throw await refused(needs, provider, { because: found.because, subject: person.subject, email: person.email });
	return { ...found, goTo: pending.goTo };
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

type Found = { readonly kind: "refused"; readonly because: string } | ({ readonly kind: "signed-in" } & Omit<BegunSession, "goTo">);

async function signIn(
	needs: Needs,
	tx: Transaction,
	{ provider, person, agent }: { readonly provider: StoredSignInProvider; readonly person: Person; readonly agent: string | null },
): Promise<Found> {
	const at = needs.now();
	const mappings = await tx.signInProviders.listMappings(provider.id);
	const given = rolesFromGroups(person.groups, mappings);
	const known = await tx.signInProviders.findUserId(person.issuer, person.subject);
	if (known === undefined && provider.admits === "mapped" && given.size === 0) {
		return { kind: "refused", because: "nobody knows them here yet, and none of their groups gives them anything" };
	}
	const user = known === undefined ? await insertUser(tx, { provider, person, at }) : await tx.users.findById(known);
	if (!user || user.disabledAt !== null) return { kind: "refused", because: "the user is disabled" };
	const accounts = new Map(mappings.map(({ account, accountId }) => [account, accountId]));
	const wanted = new Map([...given].map(([account, roles]) => [accounts.get(account) ?? 0, roles]));
	await setMemberships(tx, { user, source: providerSource(provider.name), wanted, at });
	const secret = needs.newSecret();
	const expiresAt = new Date(Date.parse(at) + sessionHours * 3_600_000).toISOString();
	const method = providerSource(provider.name);
	await tx.sessions.insert({ userId: user.id, hash: needs.sha256(secret), method, agent: agent?.slice(0, 300) ?? null, createdAt: at, expiresAt });
	const memberships = await tx.users.listMemberships(user.id);
	const accountId = memberships[0]?.accountId ?? (await homeAccount(tx));
	tx.record({
		...{ accountId, at, actor: user.name, act: "user.sign-in", subjectKind: "user", subjectId: user.id, subjectName: user.name },
		...{ headVersion: null, before: null, after: { method, subject: person.subject } },
	});
	return { kind: "signed-in", secret, expiresAt, user: user.name };
}

/** Never one who is there already, whatever address or name they have: only issuer and subject tell people apart. */
async function insertUser(
	tx: Transaction,
	{ provider, person, at }: { readonly provider: StoredSignInProvider; readonly person: Person; readonly at: string },
): Promise<StoredUser | undefined> {
	const name = await freeName(tx, firstUserName(provider.name, person));
	const email = person.emailVerified ? person.email : null;
	const displayName = (person.name ?? name).slice(0, 100);
	const id = await tx.users.insert({ name, displayName, email, passwordHash: null, isOperator: false, createdAt: at });
	await tx.signInProviders.addIdentity({ issuer: person.issuer, subject: person.subject, userId: id, at });
	tx.record({
		...{ accountId: await homeAccount(tx), at, actor: providerSource(provider.name), act: "user.create" },
		...{ subjectKind: "user", subjectId: id, subjectName: name, headVersion: null, before: null },
		after: { displayName, email, issuer: person.issuer, subject: person.subject },
	});
	return tx.users.findById(id);
}

async function freeName(tx: Transaction, wanted: string): Promise<string> {
	for (let count = 1; ; count++) {
		const name = count === 1 ? wanted : `${wanted}-${count}`;
		if (!(await tx.users.find(name))) return name;
	}
}

/** What this provider gave before and gives no more is taken; what others gave is not looked at. */
async function setMemberships(
	tx: Transaction,
	{ user, source, wanted, at }: { user: StoredUser; source: string; wanted: ReadonlyMap<number, readonly AccountRole[]>; at: string },
): Promise<void> {
	const had = new Map((await tx.users.listMemberships(user.id)).filter((one) => one.source === source).map((one) => [one.accountId, one.roles]));
	for (const accountId of new Set([...had.keys(), ...wanted.keys()])) {
		const before = had.get(accountId) ?? [];
		const after = wanted.get(accountId) ?? [];
		if (before.join() === after.join()) continue;
		await tx.users.setMembership({ accountId, userId: user.id, source, roles: after, at });
		tx.record(membershipEntry(source, { accountId, userId: user.id, user: user.name, source, before, after, at }));
	}
}

async function refused(
	needs: Needs,
	provider: StoredSignInProvider,
	what: { readonly because: string; readonly subject?: string; readonly email?: string | null },
): Promise<Error> {
	await needs.store.write(async (tx) => {
		const who = { accountId: await homeAccount(tx), name: providerSource(provider.name) };
		tx.record(signInProviderEntry(who, { provider, at: needs.now(), act: "user.sign-in-refused", after: what }));
	});
	return fault("openid-sign-in-refused");
}

/** Where the audit keeps what is of no account. */
async function homeAccount(tx: Transaction): Promise<number> {
	return (await tx.accounts.find(defaultAccount))?.id ?? 0;
}
