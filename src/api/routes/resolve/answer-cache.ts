import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Needs } from "../../../registry/needs.ts";

/** An answer ready to be sent. */
export interface KeptAnswer {
	readonly body: string;
	readonly contentType: string;
	readonly tag: string;
	/** Epoch milliseconds after which a date in the answer has come; Infinity for none. */
	readonly holdsUntil: number;
}

/** Answers by asker and question. */
export interface AnswerCache {
	find(key: string): KeptAnswer | undefined | Promise<KeptAnswer | undefined>;
	keep(key: string, answer: { readonly body: string; readonly contentType: string; readonly holdsUntil: string | null }): KeptAnswer;
}

const mostAnswers = 50_000;
const mostCharacters = 64 * 1024 * 1024;

/**
 * Keeps answers for as long as nothing is written: each look-up compares the store's generation, which every write of every process
 * moves, so that an answer is never older than the question.
 */
export function answerCache(needs: Pick<Needs, "store">): AnswerCache {
	const answers = new LRUCache<string, KeptAnswer>({
		max: mostAnswers,
		maxSize: mostCharacters,
		sizeCalculation: (answer, key) => answer.body.length + key.length,
	});
	let generation = -1;
	const lookUp = (key: string, current: number): KeptAnswer | undefined => {
		if (current !== generation) {
			answers.clear();
			generation = current;
			return undefined;
		}
		const answer = answers.get(key);
		return answer && answer.holdsUntil > Date.now() ? answer : undefined;
	};
	return {
		find: (key) => {
			const current = needs.store.generation();
			return typeof current === "number" ? lookUp(key, current) : current.then((now) => lookUp(key, now));
		},
		keep: (key, { body, contentType, holdsUntil }) => {
			const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
			const answer: KeptAnswer = { body, contentType, tag, holdsUntil: holdsUntil === null ? Number.POSITIVE_INFINITY : Date.parse(holdsUntil) };
			answers.set(key, answer);
			return answer;
		},
	};
}
