import { describe, expect, it } from "vitest";
import { type WorkedAct, type WorkedAnswer, type WorkedAsk, workedCases, workedTemplate } from "./worked-cases.ts";

/** A registry with the world of the worked cases, asked through one of its interfaces. */
export interface WorkedSubject {
	/** The answer to a request for the template, without creating anything. */
	resolve(template: string, ask: WorkedAsk): Promise<WorkedOutcome>;
	/** Adds server `web` to deployment `prod`. */
	add(template: string, ask: WorkedAsk): Promise<WorkedOutcome>;
	/** The current image of the server. */
	image(): Promise<string>;
	/** The text after “update available”; null for none. */
	updateAvailable(): Promise<string | null>;
	/** The code of why its image can't be launched; null if only the connection to its cloud is missing. */
	launchRefused(): Promise<string | null>;
	act(act: WorkedAct): Promise<void>;
	close(): Promise<void>;
}

/** An answer in the form of the table, with the MCI's reason in full. */
export type WorkedOutcome = WorkedAnswer;

/** The thirteen worked cases, each as a request and as a server that is added. */
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

/** The wire format of an answer or a problem, of the API and of `--json`. */
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

/** Reads that format. */
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
