import {
	type AttemptSubject,
	attemptDelay,
	attemptSubjects,
	attemptsForgottenAfterSeconds,
} from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { Transaction } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";

/** A password attempt: for which user name, from where. */
export interface Attempt {
	readonly name: string;
	/** One client: an IPv4 address, or an IPv6 network. */
	readonly network: string;
}

/**
 * Counts an attempt before its password is verified, so that many at once are as slow as one after another. Counts in
 * the database, so neither a restart nor another server resets it. Throws `rate-limited` while the name or the address
 * must wait.
 */
export function beginAttempt(needs: Pick<Needs, "store" | "now" | "sha256">, attempt: Attempt): Promise<void> {
	return needs.store.keep(async (tx) => {
		const at = needs.now();
		await tx.signInAttempts.removeOlder(later(at, -attemptsForgottenAfterSeconds));
		for (const subject of attemptSubjects) {
			const known = await tx.signInAttempts.lock(keyOf(needs, subject, attempt), at);
			if (known.nextAt > at)
				throw fault("rate-limited", { what: "attempts to sign in", seconds: secondsTo(known.nextAt, at) });
			const failures = known.failures + 1;
			await tx.signInAttempts.put({
				...known,
				failures,
				lastAt: at,
				nextAt: later(at, attemptDelay(subject, failures)),
			});
		}
	});
}

/** Takes a successful attempt back: resets the count of the name, and lowers that of the address by one. */
export async function forgiveAttempt(
	needs: Pick<Needs, "now" | "sha256">,
	tx: Transaction,
	attempt: Attempt,
): Promise<void> {
	await tx.signInAttempts.remove(keyOf(needs, "name", attempt));
	const address = await tx.signInAttempts.lock(keyOf(needs, "address", attempt), needs.now());
	await tx.signInAttempts.put({ ...address, failures: Math.max(0, address.failures - 1), nextAt: address.lastAt });
}

function keyOf({ sha256 }: Pick<Needs, "sha256">, subject: AttemptSubject, attempt: Attempt): string {
	return `${subject}:${sha256(subject === "name" ? attempt.name.trim().toLowerCase() : attempt.network)}`;
}

function later(at: string, seconds: number): string {
	return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

function secondsTo(time: string, at: string): number {
	return Math.max(1, Math.ceil((Date.parse(time) - Date.parse(at)) / 1000));
}
