import { type AttemptSubject, attemptDelay, attemptSubjects, attemptsForgottenAfterSeconds, fault } from "../core/index.ts";
import type { Transaction } from "../storage/store.ts";
import type { Needs } from "./needs.ts";

/** Whose password is tried from where. */
export interface Attempt {
	readonly name: string;
	/** Network address. */
	readonly address: string;
}

/**
 * Counts an attempt before its password is looked at, so that many at once are as slow as one after another; counted in the database, so
 * that neither a restart nor another server begins anew. Throws `rate-limited` while the name or the address has to wait.
 */
export function beginAttempt(needs: Pick<Needs, "store" | "now" | "sha256">, attempt: Attempt): Promise<void> {
	return needs.store.keep(async (tx) => {
		const at = needs.now();
		await tx.signInAttempts.removeOlder(later(at, -attemptsForgottenAfterSeconds));
		for (const subject of attemptSubjects) {
			const known = await tx.signInAttempts.take(keyOf(needs, subject, attempt), at);
			if (known.nextAt > at) throw fault("rate-limited", { what: "attempts to sign in", seconds: secondsTo(known.nextAt, at) });
			const failures = known.failures + 1;
			await tx.signInAttempts.put({ ...known, failures, lastAt: at, nextAt: later(at, attemptDelay(subject, failures)) });
		}
	});
}

/** Takes an attempt back that succeeded: nothing is held against the name, and one less against the address. */
export async function forgiveAttempt(needs: Pick<Needs, "now" | "sha256">, tx: Transaction, attempt: Attempt): Promise<void> {
	await tx.signInAttempts.remove(keyOf(needs, "name", attempt));
	const address = await tx.signInAttempts.take(keyOf(needs, "address", attempt), needs.now());
	await tx.signInAttempts.put({ ...address, failures: Math.max(0, address.failures - 1), nextAt: address.lastAt });
}

function keyOf({ sha256 }: Pick<Needs, "sha256">, subject: AttemptSubject, attempt: Attempt): string {
	return `${subject}:${sha256(subject === "name" ? attempt.name.trim().toLowerCase() : networkOf(attempt.address))}`;
}

/** One customer has a whole /64 of IPv6 (RFC 6177): its addresses count as one. */
function networkOf(address: string): string {
	if (!address.includes(":") || /^::ffff:\d+\./i.test(address)) return address;
	const [left = "", right] = address.split("::");
	const before = left === "" ? [] : left.split(":");
	const after = right === undefined || right === "" ? [] : right.split(":");
	const all = right === undefined ? before : [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0"), ...after];
	return all
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, "").toLowerCase())
		.join(":");
}

function later(at: string, seconds: number): string {
	return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

function secondsTo(moment: string, at: string): number {
	return Math.max(1, Math.ceil((Date.parse(moment) - Date.parse(at)) / 1000));
}
