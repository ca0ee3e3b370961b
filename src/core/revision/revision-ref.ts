/** The number of a revision as people write it: HEAD, which is 0, is `head`. */
export function revisionWord(number: number): string {
	return number === 0 ? "head" : String(number);
}

/** A revision as people write it: `web@4`, `web@head`. */
export function revisionRef(name: string, number: number): string {
	return `${name}@${revisionWord(number)}`;
}
