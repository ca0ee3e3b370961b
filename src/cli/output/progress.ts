import type { Transport, TransportResponse } from "../../client/request.ts";
import { fault } from "../../core/errors.ts";
import type { World } from "../world.ts";
import type { Output } from "./output.ts";

/** The progress of a long task. */
export interface Progress {
	readonly done: number;
	readonly total: number;
	readonly what: string;
}

/** Shows progress to a user. */
export interface ProgressView {
	show(progress: Progress): void;
	end(): void;
}

/** The shortest interval between lines where there is no terminal to draw a bar on, in milliseconds. */
const lineEvery = 2000;

/**
 * Requests the progress of a task along with its result, and shows it as it comes. The generated client gets a plain
 * answer: the result, or the problem with its status. A registry that answers with just the result works too.
 */
export function withProgress(transport: Transport, openView: () => ProgressView): Transport {
	const cut = (cause?: unknown) =>
		fault(
			"server-unreachable",
			{ url: transport.baseUrl, problem: "the answer ended before the result; run the same command again to continue" },
			cause,
		);
	return {
		...transport,
		fetch: async (url, init) => {
			const response = await transport.fetch(url, {
				...init,
				headers: { ...init.headers, accept: "application/x-ndjson, application/json" },
			});
			if (!response.headers.get("content-type")?.startsWith("application/x-ndjson")) return response;
			const view = openView();
			try {
				for await (const line of linesOf(response)) {
					const message = readMessage(line);
					if (message.progress) view.show(message.progress);
					else if (message.problem) return answer(message.problem.status, "application/problem+json", message.problem);
					else if ("result" in message) return answer(200, "application/json", message.result);
				}
			} catch (error) {
				throw cut(error);
			} finally {
				view.end();
			}
			throw cut();
		},
	};
}

/** A bar on a terminal; elsewhere a line now and then, so that a CI log shows that the task continues. */
export function openProgress(world: World, output: Output, now: () => number = Date.now): ProgressView {
	if (world.stderr.isTTY) return bar(world);
	let last = now();
	return {
		show: ({ done, total, what }) => {
			if (now() - last < lineEvery) return;
			last = now();
			output.note(`${done}/${total} ${what}`);
		},
		end: () => undefined,
	};
}

function bar(world: World): ProgressView {
	let latest: Progress | undefined;
	let ended = false;
	let drawn: { update(done: number, payload: object): void; setTotal(total: number): void; stop(): void } | undefined;
	const loading = import("cli-progress").then(({ default: { SingleBar } }) => {
		if (ended || !latest) return;
		const options = {
			format: "{bar} {value}/{total} {what}",
			stream: world.stderr,
			clearOnComplete: true,
			hideCursor: true,
			barsize: 30,
		};
		const single = new SingleBar({ ...options, barCompleteChar: "█", barIncompleteChar: "░" });
		single.start(latest.total, latest.done, { what: latest.what });
		drawn = single;
	});
	// A bar that can't be loaded must not end an import.
	loading.catch(() => undefined);
	return {
		show: (progress) => {
			latest = progress;
			drawn?.setTotal(progress.total);
			drawn?.update(progress.done, { what: progress.what });
		},
		end: () => {
			ended = true;
			drawn?.stop();
		},
	};
}

interface Message {
	readonly progress?: Progress;
	readonly result?: unknown;
	readonly problem?: { readonly status: number };
}

function readMessage(line: string): Message {
	return JSON.parse(line) as Message;
}

/** Lines as they come if the answer can be read in pieces, as fetch's can; otherwise all at once. */
async function* linesOf(response: TransportResponse): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let rest = "";
	for await (const piece of piecesOf(response)) {
		const lines = (rest + (typeof piece === "string" ? piece : decoder.decode(piece, { stream: true }))).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) if (line.trim() !== "") yield line;
	}
	if (rest.trim() !== "") yield rest;
}

async function* piecesOf(response: TransportResponse): AsyncGenerator<string | Uint8Array> {
	const body: unknown = "body" in response ? response.body : undefined;
	if (isPieces(body)) yield* body;
	else yield await response.text();
}

function isPieces(body: unknown): body is AsyncIterable<string | Uint8Array> {
	return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

function answer(status: number, type: string, value: unknown): TransportResponse {
	const text = JSON.stringify(value);
	return {
		ok: status < 300,
		status,
		headers: { get: (name) => (name.toLowerCase() === "content-type" ? type : null) },
		text: async () => text,
	};
}
