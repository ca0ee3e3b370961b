import type { Session } from "../connection/session.ts";
import { isInteractive, openPrompt } from "./prompt.ts";

/** True if this command can ask a user: JSON output is for programs. */
export function canAsk({ world, output }: Session): boolean {
	return !output.json && isInteractive(world);
}

/** Asks the user at the terminal; true for yes. */
export async function confirm({ world, output }: Session, question: string): Promise<boolean> {
	const prompt = openPrompt(world);
	try {
		const yes = await prompt.confirm(question);
		if (!yes) output.note("Nothing was changed.");
		return yes;
	} finally {
		prompt.close();
	}
}
