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
	/** All response headers, as alternating names and values. */
	readonly headers: string[];
	/** Time when a date in the answer is reached (UTC, ISO 8601); null if there is none. */
	readonly holdsUntil: string | null;
}

/** Answers by client and request. */
export interface AnswerCache {
	/**
	 * The answer; or, if there is none, the store's generation, which `keep` needs for an answer that is made after
	 * it.
	 */
	find(key: string): KeptAnswer | number | Promise<KeptAnswer | number>;
	/** Prepares the answer for sending, and caches it unless something was written after `since`. */
	keep(key: string, since: number, answer: Omit<KeptAnswer, "tag" | "headers">): KeptAnswer;
}

const mostAnswers = 50_000;
const mostCharacters = 64 * 1024 * 1024;

/**
 * Caches answers until something is written. Each lookup compares the store's generation, which every write in every
 * process changes, so an answer is never older than its request. An answer is not cached if a write happened while it
 * was made.
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
