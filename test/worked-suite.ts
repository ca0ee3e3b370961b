import { describe, expect, it } from "vitest";
import { type WorkedAct, type WorkedAnswer, type WorkedAsk, workedCases, workedTemplate } from "./worked-cases.ts";

/** A registry with the world of the worked cases, asked in one of the ways that people ask. */
export interface WorkedSubject {
	/** What is answered to a question about the template, without making anything. */
	resolve(template: string, ask: WorkedAsk): Promise<WorkedOutcome>;
	/** Adds server `web` to deployment `prod`. */
	add(template: string, ask: WorkedAsk): Promise<WorkedOutcome>;
	/** The image that the server has now. */
	image(): Promise<string>;
	/** What stands after “update available”; null for none. */
	updateAvailable(): Promise<string | null>;
	/** The code of why it can't be launched for its image; null when only the connection to its cloud is missing. */
	launchRefused(): Promise<string | null>;
	act(act: WorkedAct): Promise<void>;
	close(): Promise<void>;
}

/** An answer as the table has it, the reason of the MCI in full. */
export type WorkedOutcome = WorkedAnswer;

/** The thirteen worked cases, each asked twice: as a question, and as a server that is added. */
export function workedSuite(name: string, open: (before: readonly WorkedAct[]) => Promise<WorkedSubject>): void {
	const ref = `${workedTemplate.name}@${workedTemplate.revision}`;
	describe(`the worked cases of resolution ${name}`, () => {
		it.each(workedCases)("$number: $what", async ({ before = [], ask, answer, after = [] }) => {
			const subject = await open(before);
			try {
				const expected = "refused" in answer ? { ...answer, says: expect.stringContaining(answer.says) } : answer;
				expect(await subject.resolve(ref, ask)).toEqual(expected);
				expect(await subject.add(ref, ask)).toEqual(expected);
				if ("refused" in answer) return;
				expect(await subject.updateAvailable()).toBeNull();
				expect(await subject.launchRefused()).toBeNull();
				for (const { happens, updateAvailable, launchRefused } of after) {
					await subject.act(happens);
					expect(await subject.image()).toBe(answer.image);
					expect(await subject.updateAvailable()).toBe(updateAvailable);
					expect(await subject.launchRefused()).toBe(launchRefused);
				}
			} finally {
				await subject.close();
			}
		});
	});
}

/** The wire's form of an answer or a problem, of the API and of `--json`. */
export interface WorkedJson {
	readonly image?: { readonly uid: string };
	readonly instanceType?: string;
	readonly userData?: string | null;
	readonly mci?: { readonly ref: string } | null;
	readonly reasons?: readonly { readonly property: string; readonly text: string }[];
	readonly warnings?: readonly { readonly code: string }[];
	readonly details?: {
		readonly reasons: readonly { readonly code: string; readonly text: string }[];
		readonly instead: { readonly clouds: readonly string[]; readonly mcis: readonly string[] };
	};
}

/** Reads that form. */
export function outcomeOf(json: WorkedJson): WorkedOutcome {
	const { image, instanceType = "", userData = null, mci, reasons = [], warnings = [], details } = json;
	if (!image) {
		const [because] = details?.reasons ?? [];
		const { clouds = [], mcis = [] } = details?.instead ?? {};
		return { refused: (because?.code ?? "") as never, says: because?.text ?? "", mcis, clouds };
	}
	return {
		image: image.uid,
		instanceType,
		userData,
		mci: mci?.ref ?? null,
		why: reasons.find((reason) => reason.property === "mci")?.text ?? "",
		warnings: warnings.map((warning) => warning.code) as never,
	};
}
