import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Needs } from "../../../registry/needs.ts";
import { revalidate, variesBy } from "../../conditional.ts";
import { dataHeaders } from "../../security-headers.ts";

/** An answer ready to be sent. */
export interface KeptAnswer {
	readonly body: string;
	readonly contentType: string;
	readonly tag: string;
	/** Names and values in turns: all that the answer is sent with. */
	readonly headers: string[];
	/** UTC ISO 8601: when a date in the answer comes; null for none. */
	readonly holdsUntil: string | null;
}

/** Answers by asker and question. */
export interface AnswerCache {
	/** The answer, or the generation at which there is none: what `keep` wants to know of an answer made after it. */
	find(key: string): KeptAnswer | number | Promise<KeptAnswer | number>;
	/** Makes the answer ready to be sent, and keeps it unless a write was seen after `since`. */
	keep(key: string, since: number, answer: Omit<KeptAnswer, "tag" | "headers">): KeptAnswer;
}

const mostAnswers = 50_000;
const mostCharacters = 64 * 1024 * 1024;

/**
 * Keeps answers for as long as nothing is written: each look-up compares the store's generation, which every write of every process
 * moves, so that an answer is never older than the question. An answer that a write overtook while it was made is not kept.
 */
export function answerCache(needs: Pick<Needs, "store" | "now">): AnswerCache {
	const answers = new LRUCache<string, KeptAnswer>({
		max: mostAnswers,
		maxSize: mostCharacters,
		sizeCalculation: (answer, key) => answer.body.length + key.length,
	});
	let generation = -1;
	const lookUp = (key: string, current: number): KeptAnswer | number => {
		if (current !== generation) {
			answers.clear();
			generation = current;
			return current;
		}
		const answer = answers.get(key);
		return answer && (answer.holdsUntil === null || answer.holdsUntil > needs.now()) ? answer : current;
	};
	return {
		find: (key) => {
			const current = needs.store.generation();
			return typeof current === "number" ? lookUp(key, current) : current.then((now) => lookUp(key, now));
		},
		keep: (key, since, made) => {
			const tag = `"${hash("sha256", made.body, "base64url").slice(0, 27)}"`;
			const answer = { ...made, tag, headers: headersOf(made, tag) };
			if (since === generation) answers.set(key, answer);
			return answer;
		},
	};
}

function headersOf({ body, contentType }: Pick<KeptAnswer, "body" | "contentType">, tag: string): string[] {
	const size = String(Buffer.byteLength(body));
	const caching = ["etag", tag, "cache-control", revalidate, "vary", variesBy];
	return [...caching, "content-type", contentType, "content-length", size, ...dataHeaders.flat()];
}
