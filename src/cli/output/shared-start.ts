const worthCutting = 24;
const context = 8;

/**
 * Two values without their long common start, for lines that are cut at the end, where the difference would be cut.
 * `projects/acme/global/images/web-7` and `-8` become `…ges/web-7` and `…ges/web-8`; short starts stay.
 */
export function withoutSharedStart(before: string, after: string): readonly [before: string, after: string] {
	const [left, right] = [[...before], [...after]];
	const differs = left.findIndex((char, i) => char !== right[i]);
	const shared = differs === -1 ? left.length : differs;
	if (shared < worthCutting || before === after) return [before, after];
	const from = shared - context;
	return [`…${left.slice(from).join("")}`, `…${right.slice(from).join("")}`];
}
