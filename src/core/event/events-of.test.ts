import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventTypes } from "./event-type.ts";
import { type AccountEvent, cutText, eventsOf } from "./events-of.ts";

const entry = {
	act: "",
	actor: "ann",
	subjectKind: "mci",
	subjectId: 7,
	subjectName: "web",
	before: null,
	after: null,
};
const life = {
	deprecatedAt: null,
	revokedAt: "2026-01-02T00:00:00.000Z",
	reason: "CVE-2026-1\nlong",
	replacement: "web@2",
};

const table: readonly (readonly [object, string, string, object])[] = [
	[
		{ act: "mci.commit", before: { revision: 2 }, after: { revision: 3, digest: "sha256:d", message: "fix\nmore" } },
		"component.committed",
		"web@3 is committed: fix",
		{ revision: 3, digest: "sha256:d", message: "fix\nmore", by: "ann" },
	],
	[
		{
			act: "template.commit",
			subjectKind: "template",
			after: { revision: 1, digest: "sha256:d", message: "m", notes: [] },
		},
		"component.committed",
		"ServerTemplate web@1 is committed: m",
		{ revision: 1 },
	],
	[
		{
			act: "mci.import",
			after: { from: "a.csv", format: "csv", line: "web", revisions: [4, 6], releases: ["a", "b", "c"] },
		},
		"component.committed",
		"web@4 to @6 are committed from a.csv",
		{ revision: 6, revisions: [4, 6], releases: ["a", "b", "c"], from: "a.csv" },
	],
	[
		{ act: "mci.import", after: { from: "a.csv", revisions: [1, 1] } },
		"component.committed",
		"web@1 is committed from a.csv",
		{ releases: [] },
	],
	[
		{ act: "mci.channel-set", after: { channel: "production", revision: 3, reason: null } },
		"channel.moved",
		"web@production points to 3",
		{ channel: "production", revision: 3, from: null, reason: null, by: "ann" },
	],
	[
		{
			act: "script.channel-rollback",
			before: { channel: "p", revision: 0 },
			after: { channel: "p", revision: 3, reason: "broken" },
		},
		"channel.moved",
		"script web@p moved from head to 3: broken",
		{ from: 0, reason: "broken" },
	],
	[
		{ act: "mci.revoke", before: { revision: 3 }, after: { revision: 3, ...life } },
		"revision.revoked",
		"web@3 is revoked: CVE-2026-1",
		{ revision: 3, ...life, because: null },
	],
	[
		{ act: "template.deprecate", after: { revision: 1, ...life, because: "web@3" } },
		"revision.deprecated",
		"ServerTemplate web@1 is deprecated: CVE-2026-1",
		{ because: "web@3" },
	],
	[
		{ act: "mci.reactivate", after: { revision: 3, reason: null } },
		"revision.reactivated",
		"web@3 may be used again",
		{ revokedAt: null },
	],
	[
		{ act: "image.revoke", subjectKind: "image", subjectName: "ami-1", after: { cloud: "gcp", ...life } },
		"image.revoked",
		"Image ami-1 in gcp is revoked: CVE-2026-1",
		{ cloud: "gcp", ...life },
	],
	[
		{ act: "upstream.sync", subjectKind: "upstream", after: { outcome: "2 new revisions", revisions: 2 } },
		"import.done",
		"Upstream web brought 2 new revisions",
		{ revisions: 2, by: "ann" },
	],
	[
		{ act: "feed.sync", subjectKind: "feed", after: { sequence: 2, outcome: "1 waits", offered: 1 } },
		"update.available",
		"Feed web offers 1 revision that is not here",
		{ feed: "web", offered: 1, by: "ann" },
	],
	[
		{ act: "group.join", subjectKind: "group", subjectName: "partners", after: { account: "acme", invitation: 1 } },
		"group.joined",
		"Group partners has a new member",
		{ account: "acme" },
	],
	[
		{
			act: "group.leave",
			subjectKind: "group",
			subjectName: "Acme/partners",
			before: { group: "partners", owner: "Acme" },
		},
		"group.left",
		"This account left group Acme/partners",
		{},
	],
	[
		{
			act: "publication.retract",
			subjectKind: "publication",
			subjectName: "web@3",
			after: { state: "retracted", groups: [1], isPublic: true },
		},
		"publication.retracted",
		"Publication web@3 is retracted from the marketplace",
		{ state: "retracted", isPublic: true },
	],
];

describe("the events of an audit entry", () => {
	it.each(table)("%j: %s", (fields, event, title, details) => {
		const told = { ...entry, ...fields };
		const [found, ...others] = eventsOf(told);
		expect(others).toEqual([]);
		expect(found).toMatchObject({
			event,
			title,
			details,
			subject: { kind: told.subjectKind, id: 7, name: told.subjectName },
		});
	});

	it.each([
		["an edit of HEAD", { act: "mci.put-setting", after: [] }],
		["an import that only changed images", { act: "mci.import", after: { from: "a.csv", imagesAdded: 1 } }],
		["a sync that found nothing new", { act: "upstream.sync", after: { outcome: "not modified", revisions: 0 } }],
		["a sync of a feed in mode auto", { act: "feed.sync", after: { sequence: 2, outcome: "1 imported" } }],
		[
			"a feed that offers nothing new",
			{ act: "feed.sync", after: { sequence: 2, outcome: "nothing new", offered: 0 } },
		],
		["a sync that failed", { act: "upstream.sync", after: { outcome: "nothing listens there" } }],
		["a channel that was taken away", { act: "mci.channel-remove", before: { channel: "p" } }],
		["an act nobody knows", { act: "constructor" }],
	])("are none for %s", (_what, fields) => expect(eventsOf({ ...entry, ...fields })).toEqual([]));

	const acts = [...new Set(table.map(([fields]) => (fields as { act: string }).act))];
	const anyEntry = fc.record({
		act: fc.constantFrom(...acts),
		actor: fc.string(),
		subjectKind: fc.string(),
		subjectId: fc.option(fc.nat()),
		subjectName: fc.string({ maxLength: 2000 }),
		before: fc.jsonValue(),
		after: fc.oneof(
			fc.jsonValue(),
			fc.dictionary(
				fc.constantFrom("revision", "revisions", "releases", "message", "reason", "channel", "from", "cloud"),
				fc.oneof(
					fc.jsonValue(),
					fc.string({ minLength: 900, maxLength: 1500 }),
					fc.array(fc.string({ minLength: 500 }), { maxLength: 60 }),
				),
			),
		),
	});

	it("are found for any entry, within bounds", () => {
		fc.assert(
			fc.property(anyEntry, (any) => {
				const events: readonly AccountEvent[] = eventsOf(any);
				expect(eventsOf(any)).toEqual(events);
				for (const { event, title, details } of events) {
					expect(eventTypes).toContain(event);
					expect(title.length).toBeLessThanOrEqual(300);
					expect(JSON.stringify(details).length).toBeLessThan(80_000);
				}
			}),
		);
	});
});

describe("a shortened text", () => {
	it("has at most the allowed length, and is never cut within a character", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
				const cut = cutText(text, limit);
				expect(cut.length).toBeLessThanOrEqual(limit);
				expect(cut.isWellFormed()).toBe(true);
				if (text.length <= limit) expect(cut).toBe(text);
			}),
		);
	});
});
