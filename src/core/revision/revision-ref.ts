/** A revision's number as users write it: HEAD, which is 0, is `head`. */
export function revisionWord(number: number): string {
	return number === 0 ? "head" : String(number);
}

/** A revision as users write it: `web@4`, `web@head`. */
export function revisionRef(name: string, number: number): string {
	return `${name}@${revisionWord(number)}`;
}
