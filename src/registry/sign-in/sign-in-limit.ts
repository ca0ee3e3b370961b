import {
	type AttemptSubject,
	attemptDelay,
	attemptSubjects,
	attemptsForgottenAfterSeconds,
} from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { Transaction } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";

/** Whose password is tried from where. */
export interface Attempt {
	readonly name: string;
	/** What counts as one client: an IPv4 address, or a network of IPv6 ones. */
	readonly network: string;
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

/** Takes an attempt back that succeeded: nothing is held against the name, and one less against the address. */
export async function forgiveAttempt(
	needs: Pick<Needs, "now" | "sha256">,
	tx: Transaction,
	attempt: Attempt,
): Promise<void> {
	await tx.signInAttempts.remove(keyOf(needs, "name", attempt));
	const address = await tx.signInAttempts.take(keyOf(needs, "address", attempt), needs.now());
	await tx.signInAttempts.put({ ...address, failures: Math.max(0, address.failures - 1), nextAt: address.lastAt });
}

function keyOf({ sha256 }: Pick<Needs, "sha256">, subject: AttemptSubject, attempt: Attempt): string {
	return `${subject}:${sha256(subject === "name" ? attempt.name.trim().toLowerCase() : attempt.network)}`;
}

function later(at: string, seconds: number): string {
	return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

function secondsTo(moment: string, at: string): number {
	return Math.max(1, Math.ceil((Date.parse(moment) - Date.parse(at)) / 1000));
}
