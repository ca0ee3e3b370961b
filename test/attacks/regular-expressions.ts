/** A regular expression of the source, and where it is. */
export interface FoundExpression {
	readonly where: string;
	readonly source: string;
	readonly flags: string;
}

/** Every regular expression literal in a TypeScript file. */
export function expressionsIn(file: string, text: string): FoundExpression[] {
	const found: FoundExpression[] = [];
	/** The last non-space character and the word that it ends: they distinguish a division from an expression. */
	let before = "";
	let line = 1;
	/** Templates with an open `${`, by the number of braces open inside. */
	const templates: number[] = [];
	for (let i = 0; i < text.length; i++) {
		const here = text[i] ?? "";
		const rest = () => text.slice(i, i + 2000);
		if (here === "\n") line++;
		const skipped = /^(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/.exec(
			here === "/" || here === '"' || here === "'" ? text.slice(i) : "",
		)?.[0];
		if (skipped !== undefined) {
			line += skipped.split("\n").length - 1;
			i += skipped.length - 1;
			if (!skipped.startsWith("/")) before = "x";
			continue;
		}
		if (here === "`" || (here === "}" && templates.at(-1) === 0)) {
			if (here === "}") templates.pop();
			const piece = /^[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(`|\$\{)/.exec(text.slice(i));
			if (!piece) throw new Error(`${file}:${line}: a template does not end`);
			line += piece[0].split("\n").length - 1;
			i += piece[0].length - 1;
			if (piece[1] === "${") {
				templates.push(0);
				before = "(";
			} else before = "x";
			continue;
		}
		if (templates.length > 0 && (here === "{" || here === "}"))
			templates.push((templates.pop() ?? 0) + (here === "{" ? 1 : -1));
		if (here === "/" && /(?:^|[(,=:[!&|?{};+>]|\b(?:return|typeof|case|of|in))$/.test(before)) {
			const literal = /^\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/.exec(rest());
			if (!literal) throw new Error(`${file}:${line}: a regular expression does not end`);
			found.push({ where: `${file}:${line}`, source: literal[1] ?? "", flags: literal[2] ?? "" });
			i += literal[0].length - 1;
			before = "x";
			continue;
		}
		if (/\S/.test(here)) before = /\w/.test(here) ? (/\w$/.test(text[i - 1] ?? "") ? before : "") + here : here;
	}
	return found;
}
