/** One line of a text: unchanged (` `), removed (`-`) or added (`+`). */
export interface DiffLine {
	readonly sign: " " | "-" | "+";
	readonly line: string;
}

/** Above this number of pairs of lines, the differing middle is reported as removed and added as a whole. */
const mostPairs = 4_000_000;

/** The difference between two texts, line by line, with the fewest changed lines. */
export function diffLines(before: string, after: string): DiffLine[] {
	const [left, right] = [before.split("\n"), after.split("\n")];
	let start = 0;
	while (start < left.length && start < right.length && left[start] === right[start]) start++;
	let end = 0;
	while (end < left.length - start && end < right.length - start && left.at(-1 - end) === right.at(-1 - end)) end++;
	const stays = (line: string): DiffLine => ({ sign: " ", line });
	return [
		...left.slice(0, start).map(stays),
		...diffMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end)),
		...left.slice(left.length - end).map(stays),
	];
}

function diffMiddle(left: readonly string[], right: readonly string[]): DiffLine[] {
	const width = right.length + 1;
	if (left.length * right.length > mostPairs) return replaced(left, right);
	// Length of the longest common rest from each pair of places on.
	const common = new Uint32Array((left.length + 1) * width);
	const at = (i: number, j: number) => common[i * width + j] ?? 0;
	for (let i = left.length - 1; i >= 0; i--) {
		for (let j = right.length - 1; j >= 0; j--) {
			common[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
		}
	}
	const lines: DiffLine[] = [];
	let [i, j] = [0, 0];
	while (i < left.length && j < right.length) {
		if (left[i] === right[j]) {
			lines.push({ sign: " ", line: left[i++] ?? "" });
			j++;
		} else if (at(i + 1, j) >= at(i, j + 1)) lines.push({ sign: "-", line: left[i++] ?? "" });
		else lines.push({ sign: "+", line: right[j++] ?? "" });
	}
	return [...lines, ...replaced(left.slice(i), right.slice(j))];
}

function replaced(left: readonly string[], right: readonly string[]): DiffLine[] {
	return [
		...left.map((line): DiffLine => ({ sign: "-", line })),
		...right.map((line): DiffLine => ({ sign: "+", line })),
	];
}
