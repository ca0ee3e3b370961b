import type { Needs } from "../needs.ts";

/** A password that can't be guessed (119 random bits) and is easy to copy from a page: `Zk3xW-9fQpa-…`. */
export function generatePassword(needs: Pick<Needs, "newSecret">): string {
	const letters = needs.newSecret().replace(/[^A-Za-z0-9]/g, "");
	return [0, 5, 10, 15].map((from) => letters.slice(from, from + 5)).join("-");
}
