import type { Needs } from "./needs.ts";

/** The moment so many milliseconds after another, UTC ISO 8601. */
export function afterMs(moment: string, ms: number): string {
	return new Date(Date.parse(moment) + ms).toISOString();
}

/** From 0 to 1, the same for the same text: spreads what would else be tried again at the same moment. */
export function retryShare(needs: Pick<Needs, "sha256">, text: string): number {
	return Number.parseInt(needs.sha256(text).slice(0, 8), 16) / 0xffffffff;
}
