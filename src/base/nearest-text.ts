/**
 * The candidates most similar to `text`, the nearest first: at most `most`, each within edits of a third of its length.
 */
export function nearestText(text: string, candidates: Iterable<string>, most = 3): string[] {
	const wanted = text.toLowerCase();
	const scored: { candidate: string; distance: number }[] = [];
	for (const candidate of new Set(candidates)) {
		const have = candidate.toLowerCase();
		const limit = Math.max(1, Math.floor(Math.max(have.length, wanted.length) / 3));
		if (Math.abs(have.length - wanted.length) > limit && !have.includes(wanted)) continue;
		const distance = have.includes(wanted) ? 0 : editDistance(wanted, have);
		if (distance <= limit) scored.push({ candidate, distance });
	}
	scored.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
	return scored.slice(0, most).map((entry) => entry.candidate);
}

function editDistance(a: string, b: string): number {
	let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const current = [i];
		for (let j = 1; j <= b.length; j++) {
			const substitute = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			current.push(Math.min(substitute, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
		}
		previous = current;
	}
	return previous[b.length] ?? 0;
}
