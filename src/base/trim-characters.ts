/**
 * The text without these characters at its start and end. Regular expressions such as `/-+$/` take time that grows with
 * the square of a run that does not end the text.
 */
export function trimCharacters(text: string, characters: string): string {
	let start = 0;
	while (start < text.length && characters.includes(text.charAt(start))) start++;
	return trimEndCharacters(text.slice(start), characters);
}

/** The text without these characters at its end. */
export function trimEndCharacters(text: string, characters: string): string {
	let end = text.length;
	while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
	return text.slice(0, end);
}
