import { styleText } from "node:util";
import type { World } from "../world.ts";
import { plainLines } from "./plain-text.ts";
import { tableLines } from "./table.ts";

/** A style for a part of a text; ignored where color is off. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow";

/** Results go to standard output, everything else to standard error. */
export interface Output {
	/** True = results are the API's JSON. */
	readonly json: boolean;
	/** Columns of the terminal that tables are cut to; undefined = no cutting, as in a pipe. */
	readonly width: number | undefined;
	/** A line of the result. */
	line(text?: string): void;
	/** A value of the API as JSON, indented by 2. */
	value(value: unknown): void;
	/** The result of a command: `value` as JSON if results are JSON, else whatever `print` prints. */
	show(value: unknown, print: () => void): void;
	/** `styles` are the rows' styles, by position. */
	table(header: readonly string[], rows: readonly (readonly string[])[], styles?: readonly (Style | undefined)[]): void;
	/** A message for the user. */
	note(text: string): void;
	/** Styles text for standard output. */
	style(style: Style, text: string): string;
}

/**
 * The output of one command. Color only on a terminal, and not with NO_COLOR (no-color.org), TERM=dumb or --no-color.
 */
export function openOutput(
	world: World,
	options: { readonly json?: boolean | undefined; readonly color?: boolean | undefined },
): Output {
	const { stdout, stderr, env } = world;
	const colored = stdout.isTTY === true && options.color !== false && !env.NO_COLOR && env.TERM !== "dumb";
	const style = (name: Style, text: string) => (colored ? styleText(name, text, { validateStream: false }) : text);
	const width = stdout.isTTY === true ? stdout.columns || 80 : undefined;
	return {
		json: options.json === true,
		width,
		style,
		line: (text = "") => void stdout.write(`${text}\n`),
		value: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
		show(result, print) {
			if (options.json === true) this.value(result);
			else print();
		},
		note: (text) => void stderr.write(`${plainLines(text)}\n`),
		table: (header, rows, styles = []) => {
			const [head = "", ...lines] = tableLines(header, rows, width);
			const shown = lines.map((line, i) => {
				const mark = styles[i];
				return mark === undefined ? line : style(mark, line);
			});
			stdout.write(`${[style("bold", head), ...shown].join("\n")}\n`);
		},
	};
}
