import type { Client } from "../../client/generated/registry.ts";
import { fault } from "../../core/errors.ts";
import { parseReference, type Selector } from "../../core/revision/index.ts";

/** A reference to an MCI of the user's own account. */
export interface OwnReference {
	readonly name: string;
	readonly selector: Selector;
	/** The revision in the API's addresses: a number, `latest`, `head` or a channel. */
	readonly revision: string;
}

/** Parses a reference; checks the account only if it names one. Throws `reference-invalid` or `account-not-found`. */
export async function readReference(client: Client, text: string): Promise<OwnReference> {
	const { account, name, selector } = parseReference(text);
	if (account !== null && account !== (await client.whoAmI()).account) throw fault("account-not-found", { account });
	return { name, selector, revision: revisionOf(selector) };
}

function revisionOf(selector: Selector): string {
	switch (selector.kind) {
		case "number":
			return String(selector.number);
		case "channel":
			return selector.channel;
		case "release":
			return `release:${selector.release}`;
		case "range":
			return `~${selector.range}`;
		default:
			return selector.kind;
	}
}
