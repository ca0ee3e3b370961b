/**
 * The text without any of these characters around it. Expressions such as `/-+$/` do the same in a time that grows with
 * the square of a run of them that does not end the text.
 */
export function trimCharacters(text: string, characters: string): string {
	let start = 0;
	while (start < text.length && characters.includes(text.charAt(start))) start++;
	return trimEndCharacters(text.slice(start), characters);
}

/** The text without any of these characters at its end. */
export function trimEndCharacters(text: string, characters: string): string {
	let end = text.length;
	while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
	return text.slice(0, end);
}
