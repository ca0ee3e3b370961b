/** A text as one word of a POSIX shell: as it is where the shell reads it as one, else in quotes. */
export function shellWord(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : shellQuoted(text);
}

/** The same, always in single quotes, in which nothing is special but the single quote. */
export function shellQuoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
