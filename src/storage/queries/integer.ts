import { openEnd } from "../tables.ts";

/**
 * A number that an `integer` column may be compared with. People can ask for any revision or HEAD version; PostgreSQL refuses a
 * comparison with what the column could never hold, so the largest one, which no row has, stands for it.
 */
export function comparable(number: number): number {
	return Math.max(-1, Math.min(number, openEnd));
}
