/** Subjects that sign-in attempts are counted by: the entered name, and the network address. */
export const attemptSubjects = ["name", "address"] as const;
export type AttemptSubject = (typeof attemptSubjects)[number];

/** Free attempts. Many users can share an address; a name belongs to one user. */
const withoutDelay: Readonly<Record<AttemptSubject, number>> = { name: 5, address: 30 };

/** Upper limit, so that attempts by others never lock a user out for long. */
const longestSeconds = 300;

/** Attempts are deleted after this time without a new one. */
export const attemptsForgottenAfterSeconds = 3600;

/**
 * Seconds until the next attempt is checked after `failures` failed ones: 0 for the first few, then 1, 2, 4 … up to
 * 300.
 */
export function attemptDelay(subject: AttemptSubject, failures: number): number {
	const beyond = failures - withoutDelay[subject];
	return beyond < 0 ? 0 : Math.min(2 ** beyond, longestSeconds);
}
