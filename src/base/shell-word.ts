/** A text as one word of a POSIX shell: unchanged if possible, otherwise in quotes. */
export function shellWord(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : shellQuoted(text);
}

/** The same, always in single quotes, in which only the single quote is special. */
export function shellQuoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
