import { fault } from "../../core/errors.ts";
import { parsePublisherName, publisherKey } from "../../core/marketplace/index.ts";
import type { Reads, StoredPublisher, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";

/** The publisher profile's fields to set. Omitted fields keep their value; null removes one. */
export interface PublisherInput {
	readonly name?: string | undefined;
	readonly email?: string | null | undefined;
	readonly url?: string | null | undefined;
	readonly description?: string | undefined;
}

const limits = { email: 320, url: 2000, description: 16 * 1024 } as const;

/** The account's own publisher profile. Throws `publisher-missing`. */
export async function getPublisher(reads: Reads, actor: Actor): Promise<StoredPublisher> {
	const found = await reads.publishers.find(actor.accountId);
	if (!found) throw fault("publisher-missing", { account: actor.account });
	return found;
}

/**
 * Creates or changes the account's publisher profile. A new one has the account's name unless it is given one. Throws
 * `publisher-invalid`, and `publisher-exists` for a name that could be mistaken for another publisher's.
 */
export async function setPublisher(needs: Needs, actor: Actor, input: PublisherInput): Promise<StoredPublisher> {
	assertMay(actor, "marketplace.publish");
	return needs.store.write(async (tx) => {
		await tx.accounts.lock(actor.accountId);
		const { publisher, isChanged } = await putPublisher(needs, tx, actor, input);
		return isChanged ? publisher : tx.undo(publisher);
	});
}

/** The account's profile, in a transaction that has locked the account; created if there is none. */
export async function ensurePublisher(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	actor: Actor,
	name: string | undefined,
): Promise<{ readonly publisher: StoredPublisher; readonly isNew: boolean }> {
	const found = await tx.publishers.find(actor.accountId);
	if (found) return { publisher: found, isNew: false };
	const { publisher } = await putPublisher(needs, tx, actor, { name });
	return { publisher, isNew: true };
}

async function putPublisher(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	actor: Actor,
	input: PublisherInput,
): Promise<{ readonly publisher: StoredPublisher; readonly isChanged: boolean }> {
	const at = needs.now();
	const before = await tx.publishers.find(actor.accountId);
	const fields = readPublisherFields(actor, input, before);
	const { name } = fields;
	const key = publisherKey(name);
	const taken = await tx.publishers.findByKey(key);
	if (taken && taken.accountId !== actor.accountId) throw fault("publisher-exists", { name, taken: taken.name });
	const told = before && { name: before.name, email: before.email, url: before.url, description: before.description };
	if (before && JSON.stringify(told) === JSON.stringify(fields)) return { publisher: before, isChanged: false };
	await tx.publishers.put({ accountId: actor.accountId, key, ...fields }, at);
	tx.record(
		auditEntry(actor, "publisher.set", { id: actor.accountId, name }, { at, before: told ?? null, after: fields }),
	);
	const createdAt = before?.createdAt ?? at;
	return { publisher: { accountId: actor.accountId, key, ...fields, createdAt, updatedAt: at }, isChanged: true };
}

/** The profile's fields: as given, else as before. */
function readPublisherFields(actor: Actor, input: PublisherInput, before: StoredPublisher | undefined) {
	const name = parsePublisherName(input.name ?? before?.name ?? actor.account);
	const description = input.description ?? before?.description ?? "";
	if (description.length > limits.description)
		throw wrong(name, `its description is longer than ${limits.description} characters`);
	return {
		name,
		email: oneLine(name, "email", input.email === undefined ? (before?.email ?? null) : input.email),
		url: checkUrl(name, input.url === undefined ? (before?.url ?? null) : input.url),
		description,
	};
}

function checkUrl(name: string, url: string | null): string | null {
	const text = oneLine(name, "url", url);
	if (text !== null && !/^https?:\/\/[^\s/]+\S*$/i.test(text)) throw wrong(name, "its URL is not an http or https URL");
	return text;
}

function oneLine(name: string, field: "email" | "url", text: string | null): string | null {
	const line = text?.trim() ?? "";
	if (line === "") return null;
	if (line.length > limits[field] || /[\p{C}\p{Zl}\p{Zp}]/u.test(line))
		throw wrong(name, `its ${field} is not one line of at most ${limits[field]} characters`);
	if (field === "email" && !/^[^\s@]+@[^\s@]+$/.test(line)) throw wrong(name, "its email is not an email address");
	return line;
}

function wrong(name: string, problem: string) {
	return fault("publisher-invalid", { name, problem });
}
