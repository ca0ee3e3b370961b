import type { Needs } from "./needs.ts";

/** The time a number of milliseconds after another, UTC ISO 8601. */
export function afterMs(time: string, ms: number): string {
	return new Date(Date.parse(time) + ms).toISOString();
}

/**
 * A share from 0 to 1, always the same for the same text: spreads retries that would otherwise come at the same time.
 */
export function retryShare(needs: Pick<Needs, "sha256">, text: string): number {
	return Number.parseInt(needs.sha256(text).slice(0, 8), 16) / 0xffffffff;
}
