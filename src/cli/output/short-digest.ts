/** Enough of a digest to tell revisions apart by eye. */
export function shortDigest(digest: string): string {
	return digest.replace(/^sha256:/, "").slice(0, 12);
}
