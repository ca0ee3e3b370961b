import type { GlobalOptions } from "./global-options.ts";

/** The options of `mci resolve`. */
export interface ResolveOptions extends GlobalOptions {
	readonly cloud?: string | undefined;
	readonly arch?: string | undefined;
	readonly instanceType?: string | undefined;
	readonly image?: string | undefined;
	/** A template instead of an MCI; never in a quick reading. */
	readonly template?: string | undefined;
	readonly mci?: string | undefined;
	readonly explain?: boolean | undefined;
	readonly allClouds?: boolean | undefined;
	readonly artifacts?: boolean | undefined;
	readonly format?: string | undefined;
	/** The variable of a map in tfvars, or the prefix of variables in env. */
	readonly var?: string | undefined;
	/** Leave refused clouds out of a map. */
	readonly partial?: boolean | undefined;
}

const withValue: Readonly<Record<string, keyof ResolveOptions>> = {
	"--cloud": "cloud",
	"--arch": "arch",
	"--instance-type": "instanceType",
	"--image": "image",
	"--data": "data",
	"--url": "url",
	"--token": "token",
	"--profile": "profile",
};

const flags: Readonly<Record<string, readonly [keyof ResolveOptions, boolean]>> = {
	"--json": ["json", true],
	"--explain": ["explain", true],
	"--no-color": ["color", false],
};

/**
 * Reads `resolve REF --cloud CLOUD` with plain options. Undefined for everything that needs commander: another command,
 * an option that is not listed here, a value that begins with a dash, something missing or repeated.
 */
export function readQuickResolve(
	argv: readonly string[],
): { readonly ref: string; readonly options: ResolveOptions } | undefined {
	const read = readWords(argv);
	if (!read) return undefined;
	const { words, options } = read;
	const [command, ref] = words;
	if (command !== "resolve" || ref === undefined || ref === "" || words.length !== 2 || options.cloud === undefined)
		return undefined;
	return { ref, options };
}

/** The words and options of a command line; undefined if an option is unknown, given twice or without its value. */
function readWords(
	argv: readonly string[],
): { words: string[]; options: Record<string, string | boolean> } | undefined {
	const words: string[] = [];
	const options: Record<string, string | boolean> = {};
	for (let i = 0; i < argv.length; i++) {
		const word = argv[i] ?? "";
		if (!word.startsWith("-")) {
			words.push(word);
			continue;
		}
		const flag = Object.hasOwn(flags, word) ? flags[word] : undefined;
		const equals = word.indexOf("=");
		const name = equals < 0 ? word : word.slice(0, equals);
		const property = Object.hasOwn(withValue, name) ? withValue[name] : undefined;
		if (flag) options[flag[0]] = flag[1];
		else if (property === undefined || Object.hasOwn(options, property)) return undefined;
		else {
			const value = equals < 0 ? argv[++i] : word.slice(equals + 1);
			if (!value || value.startsWith("-")) return undefined;
			options[property] = value;
		}
	}
	return { words, options };
}
