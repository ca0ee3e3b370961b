import { ProblemError } from "../../client/request.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { Session } from "../connection/session.ts";
import { canAsk } from "../input/confirm.ts";
import { openPrompt, type Prompt } from "../input/prompt.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";

type Names = Readonly<Record<string, string>>;

/** Reads `--name OLD=NEW`. A name with `=` is only possible on the right-hand side. */
export function readNames(given: readonly string[] | undefined): Names {
	return Object.fromEntries(
		(given ?? []).map((text) => {
			const at = text.indexOf("=");
			if (at < 1 || at === text.length - 1) throw new UsageError(`“${text}” is not OLD=NEW, which --name takes.`);
			return [text.slice(0, at), text.slice(at + 1)];
		}),
	);
}

interface Clash {
	readonly kind: ComponentKind;
	readonly lineage: string;
	readonly publishedName: string;
	readonly taken: string;
	readonly suggestion: string;
}

const mostRounds = 20;

/**
 * Imports, and asks the user at the terminal for other names while some are taken. Without a terminal, the registry's
 * fault says what to pass.
 */
export async function withNames<T>(session: Session, given: Names, act: (names: Names) => Promise<T>): Promise<T> {
	let names = given;
	let prompt: Prompt | undefined;
	try {
		for (let round = 1; ; round++) {
			try {
				return await act(names);
			} catch (error) {
				const clashes = clashesOf(error);
				if (clashes.length === 0 || !canAsk(session) || round === mostRounds) throw error;
				// One prompt for all rounds, so that input typed ahead is not lost.
				prompt ??= openPrompt(session.world);
				names = { ...names, ...(await askNames(prompt, clashes)) };
			}
		}
	} finally {
		prompt?.close();
	}
}

/** The taken names that an error reports; none for any other error. */
export function clashesOf(error: unknown): readonly Clash[] {
	if (!(error instanceof ProblemError) || error.code !== "import-name-taken") return [];
	return Array.isArray(error.details.clashes) ? (error.details.clashes as readonly Clash[]) : [];
}

async function askNames(prompt: Prompt, clashes: readonly Clash[]): Promise<Names> {
	const names: Record<string, string> = {};
	for (const { kind, lineage, publishedName, taken, suggestion } of clashes) {
		const question = `The ${componentNouns[kind].one} “${publishedName}” needs another name here (${taken}) [${suggestion}]: `;
		const answer = await prompt.ask(plainText(question));
		names[lineage] = answer === "" ? suggestion : answer;
	}
	return names;
}
