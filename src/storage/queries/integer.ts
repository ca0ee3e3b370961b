import { openEnd } from "../tables.ts";

/**
 * A number that an `integer` column can be compared with. Users can ask for any revision or HEAD version, but
 * PostgreSQL refuses a comparison with a number that the column can't hold; the largest one, which no row has, replaces
 * it.
 */
export function comparable(number: number): number {
	return Math.max(-1, Math.min(number, openEnd));
}
