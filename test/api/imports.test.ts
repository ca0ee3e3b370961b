import { readdirSync, readFileSync } from "node:fs";
import type { LightMyRequestResponse } from "fastify";
import { describe, expect, it } from "vitest";
import { type Body, bodyOf, engines, makeMci, problemIn, putImage, useApi } from "./start-api.ts";

const samples = new URL("../../samples/fedora-coreos/", import.meta.url);
const streams = readdirSync(samples)
	.sort()
	.map((path) => ({ path, content: readFileSync(new URL(path, samples), "utf8") }));
const header = "name,release,region,ami,date";
const table = (...rows: string[]) => `${[header, ...rows].join("\n")}\n`;

function linesOf(response: LightMyRequestResponse): Body[] {
	expect(response.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
	expect(response.headers["x-content-type-options"]).toBe("nosniff");
	expect(response.body.endsWith("\n")).toBe(true);
	return response.body
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
}

describe.each(engines)("imports on %s", (engine) => {
	const api = useApi(engine);

	const post = (body: object, more: { as?: string; headers?: Record<string, string> } = {}) =>
		api.ask({ method: "POST", url: "/v1/imports", body, as: "writer", ...more });
	const outcomes = (report: Body) =>
		report.lines.flatMap((line: Body) =>
			line.releases.map((release: Body) => [line.name, release.version, release.outcome, release.revision]),
		);
	/** Everything that a reader can see. */
	const everything = async () => {
		const all = await Promise.all(
			["/v1/mcis?limit=500", "/v1/images?limit=500", "/v1/clouds?limit=500", "/v1/upstreams"].map((url) =>
				api.ask({ url }),
			),
		);
		return all.map((one) => bodyOf(one));
	};

	it("report in a dry run what would change, and save nothing", async () => {
		const before = await everything();
		const { reports } = bodyOf(await post({ files: streams, dryRun: true }));
		expect(reports).toHaveLength(streams.length);
		expect(reports[0]).toMatchObject({
			format: "coreos-stream",
			from: streams[0]?.path,
			unchanged: false,
			lines: expect.any(Array),
		});
		expect(reports[0].counts).toMatchObject({ mcisMade: 4, committed: 4 });
		expect(await everything()).toEqual(before);
	});

	it("import real lists in order, and importing them again changes nothing", async () => {
		const first = bodyOf(await post({ files: streams }));
		expect(outcomes(first.reports[0]).map(([, , outcome, revision]: Body) => [outcome, revision])).toEqual(
			Array.from({ length: 4 }, () => ["committed", 1]),
		);
		const { items } = bodyOf(await api.ask({ url: "/v1/mcis/fedora-coreos-stable-x86_64/revisions" }));
		expect(items.map((one: Body) => [one.number, one.release.version, one.author])).toEqual([
			[4, "42.20250901.3.0", "upstream coreos-stream"],
			[3, "42.20250818.3.0", "upstream coreos-stream"],
			[2, "42.20250803.3.0", "upstream coreos-stream"],
			[1, "42.20250721.3.0", "upstream coreos-stream"],
		]);
		const written = await everything();
		const again = bodyOf(await post({ files: streams }));
		expect(again.reports.map((report: Body) => [report.unchanged, report.counts.committed])).toEqual(
			streams.map(() => [true, 0]),
		);
		expect(await everything()).toEqual(written);
		const published = JSON.parse(streams.at(-1)?.content ?? "");
		const resolved = await api.ask({
			url: "/v1/resolve?ref=fedora-coreos-stable-x86_64&cloud=aws-us-east-1",
			headers: { accept: "text/plain" },
		});
		expect(resolved.body).toBe(`${published.architectures.x86_64.images.aws.regions["us-east-1"].image}\n`);
	});

	it("read base64 content like text", async () => {
		const content = table("bytes,1,us-east-1,ami-00000b01,2025-01-01");
		const bytes = Buffer.from(`\ufeff${content}`).toString("base64");
		const first = bodyOf(await post({ files: [{ path: "bytes.csv", content: bytes, encoding: "base64" }] }));
		expect(outcomes(first.reports[0])).toEqual([["bytes", "1", "committed", 1]]);
		expect(bodyOf(await post({ files: [{ path: "bytes.csv", content }] })).reports[0].unchanged).toBe(true);
		const wrong = problemIn(
			await post({ files: [{ path: "bytes.csv", content: "%%%not base64%%%", encoding: "base64" }] }),
			400,
			"upstream-file-malformed",
		);
		expect(wrong.details["file"]).toBe("bytes.csv");
	});

	it("report progress line by line to a client that accepts it, then the result", async () => {
		const lines = linesOf(
			await post({ files: streams, dryRun: true }, { headers: { accept: "application/x-ndjson" } }),
		);
		const progress = lines.slice(0, -1).map((line) => line.progress);
		expect(progress.length).toBeGreaterThanOrEqual(streams.length);
		expect(progress.map((one) => one.done)).toEqual([...progress.map((one) => one.done)].sort((a, b) => a - b));
		expect(progress.at(-1)).toEqual({ done: 16, total: 16, what: streams.at(-1)?.path });
		expect(lines.at(-1).result).toEqual(bodyOf(await post({ files: streams, dryRun: true })));
	});

	const broken = { path: "lists/broken.json", content: '{\n  "stream": "stable",\n  "architectures": {,}\n}\n' };
	it("refuse a malformed file with its line and column, and write nothing from the other files", async () => {
		const before = await everything();
		const files = [{ path: "good.csv", content: table("good,1,us-east-1,ami-00000c01,2025-01-01") }, broken];
		const { detail, details } = problemIn(await post({ files }), 400, "upstream-file-malformed");
		expect(detail).toMatch(/^broken\.json:3:21: not JSON: .*\.$/);
		expect(details).toMatchObject({ file: "broken.json", line: 3, column: 21 });
		const lines = linesOf(await post({ files }, { headers: { accept: "application/x-ndjson" } }));
		expect(lines.at(-1).problem).toMatchObject({ code: "upstream-file-malformed", status: 400, detail });
		expect(lines.filter((line) => !("progress" in line))).toHaveLength(1);
		expect(await everything()).toEqual(before);
	});

	it.each([
		[{ files: [{ path: "a.txt", content: "nothing of use" }] }, 400, "upstream-format-unknown"],
		[{ files: [{ path: "a.json", content: "{}" }] }, 400, "upstream-format-unknown"],
		[{ files: [{ path: "a.csv", content: "" }] }, 400, "upstream-format-unknown"],
		[{ files: [{ path: "a.csv", content: table("x,1,us-east-1,,2025-01-01") }] }, 400, "upstream-file-unusable"],
		[
			{ files: [{ path: "a.csv", content: table("x,1,us-east-1,ami-00000001,") }], format: "nothing" },
			404,
			"upstream-format-missing",
		],
		[
			{ files: [{ path: "a.csv", content: table("x,1,us-east-1,ami-00000001,") }], options: { color: "red" } },
			400,
			"upstream-option-invalid",
		],
		[
			{ files: [{ path: "a.csv", content: table("x,1,us-east-1,ami-00000001,") }], options: { "released-at": "soon" } },
			400,
			"upstream-option-invalid",
		],
		[
			{ files: [{ path: "a.xml", content: '<!DOCTYPE a [<!ENTITY b "c">]><images/>' }], format: "suse-pint" },
			400,
			"upstream-file-malformed",
		],
		[{ files: [{ path: "a.json", content: "[".repeat(100_000) }] }, 400, "upstream-file-malformed"],
		[
			{
				files: [{ path: "a.json", content: '{"__proto__":{"x":1},"stream":"s","architectures":{}}' }],
				format: "coreos-stream",
			},
			400,
			"upstream-file-malformed",
		],
		[{ files: [] }, 400, "input-invalid"],
		[{}, 400, "input-invalid"],
		[{ files: [{ path: "", content: "x" }] }, 400, "input-invalid"],
		[{ files: [{ path: "a.csv", content: 7 }] }, 400, "input-invalid"],
		[{ files: [{ path: "a.csv", content: "x", encoding: "rot13" }] }, 400, "input-invalid"],
		[{ files: [{ path: "a.csv", content: "x" }], dryRun: "yes" }, 400, "input-invalid"],
	] as const)("refuse %j", async (body, status, code) => {
		const { details } = problemIn(await post(body), status, code);
		if (code === "upstream-file-unusable")
			expect(details["skipped"]).toEqual([{ row: "line 2", why: "the image id is empty" }]);
	});

	it("report each unusable row with the reason", async () => {
		const content = table("rows,1,us-east-1,ami-00000d01,2025-01-01", "rows,1,us-east-2,,2025-01-01", "rows,1");
		const [report] = bodyOf(await post({ files: [{ path: "rows.csv", content }] })).reports;
		expect(report.skipped.map((skipped: Body) => skipped.row)).toEqual(["line 3", "line 4"]);
		expect(report.counts).toMatchObject({ committed: 1, skipped: 2 });
	});

	it("leave older releases out unless they are requested, and never overwrite uncommitted changes", async () => {
		const release = (version: string, uid: string, day: string) => ({
			files: [{ path: "aged.csv", content: table(`aged,${version},us-east-1,${uid},${day}`) }],
		});
		bodyOf(await post(release("2", "ami-00000e02", "2025-02-01")));
		const older = release("1", "ami-00000e01", "2025-01-01");
		expect(outcomes(bodyOf(await post(older)).reports[0])).toEqual([["aged", "1", "older", null]]);
		await putImage(api, "aged", "gcp", "projects/p/global/images/mine");
		const newer = release("3", "ami-00000e03", "2025-03-01");
		expect(outcomes(bodyOf(await post(newer)).reports[0])).toEqual([["aged", "3", "blocked", null]]);
		bodyOf(
			await api.ask({
				method: "POST",
				url: "/v1/mcis/aged/revisions",
				headers: { "if-match": "*" },
				body: { message: "mine" },
			}),
			201,
		);
		expect(outcomes(bodyOf(await post(newer)).reports[0])).toEqual([["aged", "3", "committed", 3]]);
		expect(outcomes(bodyOf(await post({ ...older, allowOlder: true })).reports[0])).toEqual([
			["aged", "1", "committed", 4],
		]);
		expect(bodyOf(await api.ask({ url: "/v1/mcis/aged" })).settings.map((setting: Body) => setting.image.uid)).toEqual([
			"ami-00000e01",
			"projects/p/global/images/mine",
		]);
	});

	it("create an MCI of their own where a user already has one of that name", async () => {
		await makeMci(api, "taken", { gcp: "projects/p/global/images/mine" });
		const [report] = bodyOf(
			await post({ files: [{ path: "taken.csv", content: table("taken,1,us-east-1,ami-00000f01,2025-01-01") }] }),
		).reports;
		expect(report.lines).toMatchObject([{ name: "taken-csv", made: true, note: expect.stringContaining("taken") }]);
		expect(bodyOf(await api.ask({ url: "/v1/mcis/taken" })).settings).toHaveLength(1);
	});

	it("keep out text that a database can't store, whichever field has it", async () => {
		const before = await everything();
		const content = Buffer.from(table("nul\0name,1,us-east-1,ami-00000a01,2025-01-01")).toString("base64");
		const response = await post({ files: [{ path: "nul.csv", content, encoding: "base64" }] });
		problemIn(response, 400, response.json().code);
		expect(await everything()).toEqual(before);
	});

	it("accept a list larger than the limit of other requests", async () => {
		const rows = Array.from(
			{ length: 600 },
			(_one, i) => `big,1,region-${i},${(i + 1).toString(16).padStart(8, "0")},2025-01-01,${"x".repeat(3000)}`,
		);
		const content = [`${header},remark`, ...rows, ""].join("\n");
		expect(content.length).toBeGreaterThan(1024 * 1024);
		const [report] = bodyOf(await post({ files: [{ path: "big.csv", content }], options: { cloud: "acme" } })).reports;
		expect(report.counts).toMatchObject({ committed: 1, imagesAdded: 600, skipped: 0 });
	});
});
