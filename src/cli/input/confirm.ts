import type { Session } from "../connection/session.ts";
import { isInteractive, openPrompt } from "./prompt.ts";

/** True when a person can be asked by this command: JSON is for programs. */
export function canAsk({ world, output }: Session): boolean {
	return !output.json && isInteractive(world);
}

/** Asks the person at the terminal; true for yes. */
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
