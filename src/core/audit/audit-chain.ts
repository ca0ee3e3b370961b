import { auditEntryDigest, type ChainedEntry, chainBeginning } from "./audit-entry.ts";

/** A place in the log: the number of an entry and its digest. */
export interface ChainLink {
	readonly seq: number;
	readonly digest: string;
}

/** Where the log ends, as one look at the registry found it. */
export interface ChainEnd extends ChainLink {
	/** The highest number that any entry has; null = there are none. The registry's own note says `seq`. */
	readonly newest: number | null;
}

/** Where the chain breaks first. */
export interface BrokenLink {
	readonly seq: number;
	/**
	 * `changed`: its fields don't give its digest · `missing`: there is none of this number, though later ones are there
	 * · `moved`: it was written under another number · `rewritten`: whole in itself, but not what the next one, the
	 * registry's note or the noted seal says of it · `cut-off`: the log ends before it · `added`: the registry did not
	 * write it.
	 */
	readonly as: "changed" | "missing" | "moved" | "rewritten" | "cut-off" | "added";
	/** The rest of a sentence that begins with the entry. */
	readonly problem: string;
}

/** The place before the first entry. */
export const chainStart: ChainLink = { seq: 0, digest: chainBeginning };

/**
 * Follows the chain from `link` over the entries that come after it, in the order of their numbers. Gives the last
 * place that it was followed to, and what broke it there.
 */
export function followChain(
	link: ChainLink,
	entries: readonly ChainedEntry[],
	sha256Hex: (text: string) => string,
): { readonly reached: ChainLink; readonly broken: BrokenLink | undefined } {
	let reached = link;
	for (const entry of entries) {
		const broken = checkEntry(reached, entry);
		if (broken) return { reached, broken };
		reached = { seq: entry.seq, digest: entry.digest };
	}
	return { reached, broken: undefined };

	function checkEntry(before: ChainLink, entry: ChainedEntry): BrokenLink | undefined {
		const { seq } = entry;
		if (seq <= before.seq) return { seq, as: "added", problem: "has a number before the first one" };
		if (seq > before.seq + 1)
			return { seq: before.seq + 1, as: "missing", problem: `is missing; the next entry is ${seq}` };
		if (digestAs(entry, seq) !== entry.digest) {
			const own = entries.find((other) => other.seq !== seq && digestAs(entry, other.seq) === entry.digest)?.seq;
			if (own !== undefined) return { seq, as: "moved", problem: `was written as entry ${own}` };
			return { seq, as: "changed", problem: "was changed: its fields don't match its digest" };
		}
		if (entry.previousDigest === before.digest) return undefined;
		if (before.seq === 0)
			return { seq, as: "rewritten", problem: "was rewritten: it refers to a previous entry, but it is the first" };
		return {
			seq: before.seq,
			as: "rewritten",
			problem: `or the next one was rewritten: entry ${seq} refers to a different previous entry`,
		};
	}

	function digestAs(entry: ChainedEntry, seq: number): string {
		return auditEntryDigest({ ...entry, seq }, entry.previousDigest, sha256Hex);
	}
}

/**
 * Compares what the chain says with what else is known of it: the registry's note of its end, and a seal that somebody
 * noted.
 */
export function checkEnd(last: ChainLink, end: ChainEnd): BrokenLink | undefined {
	const newest = end.newest ?? 0;
	if (newest > end.seq)
		return { seq: end.seq + 1, as: "added", problem: `was added: the registry wrote ${end.seq} entries` };
	if (last.seq < end.seq)
		return {
			seq: last.seq + 1,
			as: "cut-off",
			problem: `and all later ones are missing: the registry wrote ${end.seq} entries`,
		};
	if (last.digest !== end.digest) {
		return {
			seq: end.seq,
			as: "rewritten",
			problem: "was rewritten: the registry recorded a different digest for its newest entry",
		};
	}
	return undefined;
}

/** Compares the entry of the noted number with the note. `found` is undefined when the log ends before it. */
export function checkNoted(noted: ChainLink, found: ChainLink | undefined): BrokenLink | undefined {
	if (found === undefined)
		return { seq: noted.seq, as: "cut-off", problem: "is in the seal, but the audit ends before it" };
	if (found.digest === noted.digest) return undefined;
	return {
		seq: noted.seq,
		as: "rewritten",
		problem: `was rewritten after it was sealed: its digest is now ${found.digest}`,
	};
}

/** `seq:digest`, for noting it elsewhere. */
export function renderChainLink({ seq, digest }: ChainLink): string {
	return `${seq}:${digest}`;
}

/** Reads `seq:digest`; undefined for anything else. */
export function parseChainLink(text: string): ChainLink | undefined {
	const match = /^(0|[1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text.trim());
	return match?.[1] === undefined || match[2] === undefined ? undefined : { seq: Number(match[1]), digest: match[2] };
}
