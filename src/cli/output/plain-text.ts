/**
 * Text that can't control a terminal: control characters, and those that change the direction of writing, become
 * visible escapes. Text from vendors and other users is data, never an instruction to the terminal.
 */
export function plainText(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escapeOf);
}

/** Like `plainText`, but keeps line ends. */
export function plainLines(text: string): string {
	return text.split("\n").map(plainText).join("\n");
}

function escapeOf(char: string): string {
	if (char === "\n") return "\\n";
	if (char === "\t") return "\\t";
	if (char === "\r") return "\\r";
	return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
