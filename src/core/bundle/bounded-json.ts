import { foreignFault } from "./foreign-value.ts";

/** Limits on the values of a JSON text. */
export interface JsonBounds {
	/** Objects and lists in one another. */
	readonly depth: number;
	/** Objects, lists and their members, all together. */
	readonly values: number;
}

/**
 * Parses a JSON text after counting its values: a short text can contain very many values, each of which takes far
 * more memory than its characters. Throws `bundle-invalid` at `place`.
 */
export function parseBoundedJson(place: string, text: string, bounds: JsonBounds): unknown {
	checkBounds(place, text, bounds);
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw foreignFault(place, "is not JSON", cause);
	}
}

function checkBounds(place: string, text: string, bounds: JsonBounds): void {
	let depth = 0;
	let values = 0;
	for (let i = 0; i < text.length; i++) {
		switch (text.charCodeAt(i)) {
			case quote:
				i = stringEnd(text, i);
				break;
			case openBrace:
			case openBracket:
				values++;
				if (++depth > bounds.depth) throw foreignFault(place, `is nested deeper than ${bounds.depth} levels`);
				break;
			case closeBrace:
			case closeBracket:
				depth--;
				break;
			case comma:
				values++;
				break;
			default:
		}
		if (values > bounds.values) throw foreignFault(place, `holds more than ${bounds.values} values`);
	}
}

/** The end of the string that begins at `start`: its closing quote, or the text's end. */
function stringEnd(text: string, start: number): number {
	for (let i = start + 1; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === backslash) i++;
		else if (code === quote) return i;
	}
	return text.length;
}

const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket] = [
	0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d,
];
