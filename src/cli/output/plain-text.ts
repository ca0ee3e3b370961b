/**
 * Text that can't steer a terminal: control characters, and those that turn the direction of writing, become visible escapes. What a
 * vendor or a colleague wrote is data, never an instruction to the terminal.
 */
export function plainText(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escapeOf);
}

/** The same, but lines stay lines. */
export function plainLines(text: string): string {
	return text.split("\n").map(plainText).join("\n");
}

function escapeOf(char: string): string {
	if (char === "\n") return "\\n";
	if (char === "\t") return "\\t";
	if (char === "\r") return "\\r";
	return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
