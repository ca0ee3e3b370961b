import type { Output } from "./output.ts";
import { plainText } from "./plain-text.ts";

/** Prints one named value. */
export function printField(output: Output, name: string, value: string): void {
	output.line(`${name.padEnd(10)} ${plainText(value)}`);
}
