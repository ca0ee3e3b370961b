/** What sign-in attempts are counted by: the name that was given, and the network address that they come from. */
export const attemptSubjects = ["name", "address"] as const;
export type AttemptSubject = (typeof attemptSubjects)[number];

/** Many people can share an address; a name is one person's. */
const withoutDelay: Readonly<Record<AttemptSubject, number>> = { name: 5, address: 30 };

/** Nobody is kept out longer than this by what somebody else tries in their name. */
const longestSeconds = 300;

/** Attempts are forgotten when none came for so long. */
export const attemptsForgottenAfterSeconds = 3600;

/**
 * Seconds until the next attempt is looked at, after so many that failed: none for the first few, then 1, 2, 4 … and 300 at most.
 */
export function attemptDelay(subject: AttemptSubject, failures: number): number {
	const beyond = failures - withoutDelay[subject];
	return beyond < 0 ? 0 : Math.min(2 ** beyond, longestSeconds);
}
