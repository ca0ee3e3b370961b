import { describe, expect, it } from "vitest";
import type { Transport, TransportRequest } from "../../client/request.ts";
import { isFault } from "../../core/errors.ts";
import { type Progress, withProgress } from "./progress.ts";

const ndjson = "application/x-ndjson; charset=utf-8";

/** A transport that responds with these pieces of a body, streamed or at once. */
function answering(pieces: readonly (string | Uint8Array)[], type = ndjson, streams = true) {
	const sent: TransportRequest[] = [];
	const shown: Progress[] = [];
	let ended = 0;
	const text = Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString("utf8");
	const transport: Transport = {
		baseUrl: "http://h",
		token: null,
		fetch: async (_url, init) => {
			sent.push(init);
			const response = { ok: true, status: 200, headers: { get: () => type }, text: async () => text };
			return streams ? { ...response, body: stream() } : response;
		},
	};
	async function* stream() {
		yield* pieces;
	}
	const shownOn = withProgress(transport, () => ({
		show: (progress) => void shown.push(progress),
		end: () => void ended++,
	}));
	return {
		ask: () => shownOn.fetch("/v1/imports", { method: "POST", headers: { "content-type": "application/json" } }),
		sent,
		shown,
		ended: () => ended,
	};
}

const first = { done: 1, total: 3, what: "a.json" };
const second = { done: 3, total: 3, what: "ä.json" };
const lines = `${JSON.stringify({ progress: first })}\n${JSON.stringify({ progress: second })}\n${JSON.stringify({ result: { reports: [] } })}\n`;

describe("progress", () => {
	it.each([
		["whole", [lines], true],
		["letter by letter", [...lines], true],
		["byte by byte", [...Buffer.from(lines)].map((byte) => Uint8Array.of(byte)), true],
		["without a last line end", [lines.trimEnd()], true],
		["from a transport that can't stream", [lines], false],
	])("is shown as it arrives, %s, and the client gets the result", async (_how, pieces, streams) => {
		const { ask, shown, sent, ended } = answering(pieces, ndjson, streams);
		const answer = await ask();
		expect(shown).toEqual([first, second]);
		expect(JSON.parse(await answer.text())).toEqual({ reports: [] });
		expect([answer.ok, answer.status, answer.headers.get("Content-Type"), ended()]).toEqual([
			true,
			200,
			"application/json",
			1,
		]);
		expect(sent[0]?.headers).toEqual({
			"content-type": "application/json",
			accept: "application/x-ndjson, application/json",
		});
	});

	it("of a failed task ends in its problem, with its status", async () => {
		const problem = { status: 409, code: "conflict", detail: "no" };
		const { ask, shown } = answering([`${JSON.stringify({ progress: first })}\n${JSON.stringify({ problem })}\n`]);
		const answer = await ask();
		expect([answer.ok, answer.status, JSON.parse(await answer.text())]).toEqual([false, 409, problem]);
		expect(shown).toEqual([first]);
	});

	it("passes a plain answer through", async () => {
		const { ask, shown, ended } = answering(['{"reports":[]}'], "application/json");
		expect(await (await ask()).text()).toBe('{"reports":[]}');
		expect([shown, ended()]).toEqual([[], 0]);
	});

	it.each([
		["is cut short", [`${JSON.stringify({ progress: first })}\n`]],
		["is empty", [""]],
		["is not JSON", ["<html>\n"]],
	])("reports an unreachable server when the answer %s", async (_how, pieces) => {
		const { ask, ended } = answering(pieces);
		const error = await ask().then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		expect(isFault(error) && error.code).toBe("server-unreachable");
		expect(ended()).toBe(1);
	});
});
