const wide =
	/[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const none = /^(?:\p{Mn}|\p{Me}|[\u200b-\u200d])$/u;

/** Columns that a text takes on a terminal: East Asian wide characters and emoji take two, combining marks none. */
export function textWidth(text: string): number {
	if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
	let width = 0;
	for (const char of text) width += none.test(char) ? 0 : wide.test(char) ? 2 : 1;
	return width;
}

/** The text cut to `width` columns, with an ellipsis if something is missing. */
export function cutToWidth(text: string, width: number): string {
	if (textWidth(text) <= width) return text;
	let cut = "";
	let used = 0;
	for (const char of text) {
		const next = textWidth(char);
		if (used + next > width - 1) break;
		cut += char;
		used += next;
	}
	return `${cut}…`;
}
