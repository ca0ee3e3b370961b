import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Counts, countFindings, findAll, findRetired, readRetiredWords, renderCounts, totals } from "./words.ts";

/*
 * Retired words are refused. The words are those of docs/glossary.md (“do not write”); test/known-words.json counts the
 * places that are still there, by file and word. The list only shrinks: more places than listed fail, and so do fewer.
 *
 * Write the list again after you removed places or renamed files, with Node 24:
 *
 *   UPDATE=1 npx vitest run test/words.test.ts
 *
 * It refuses to write a list in which any word has become more frequent in total. If you add a retired word to the
 * glossary, its places are new: remove test/known-words.json first, and compare the new list with the old one.
 */

const root = join(import.meta.dirname, "..");
const listPath = join(root, "test/known-words.json");
const retired = readRetiredWords(readFileSync(join(root, "docs/glossary.md"), "utf8"));
const listed: Counts = existsSync(listPath) ? JSON.parse(readFileSync(listPath, "utf8")) : {};

describe("the tree's words", () => {
	const findings = findAll(root, retired);
	const counts = countFindings(findings);

	if (process.env["UPDATE"] === "1") {
		const before = totals(listed);
		const grown = existsSync(listPath)
			? [...totals(counts)].filter(([word, count]) => count > (before.get(word) ?? 0))
			: [];
		if (grown.length === 0) writeFileSync(listPath, renderCounts(counts));
		it("are not retired more often than before", () => expect(grown).toEqual([]));
		return;
	}

	it("are not retired, except for the known places", () => {
		const news = findings
			.filter(({ file, word }) => (counts[file]?.[word] ?? 0) > (listed[file]?.[word] ?? 0))
			.map(({ file, line, word, instead, text }) => `${file}:${line} “${word}” → ${instead}: ${text.slice(0, 160)}`);
		expect(news).toEqual([]);
	});

	it("still occur at every known place; if not, update the list with UPDATE=1", () => {
		const gone = Object.entries(listed).flatMap(([file, words]) =>
			Object.entries(words)
				.filter(([word, count]) => count > (counts[file]?.[word] ?? 0))
				.map(([word, count]) => `${file}: “${word}” ${counts[file]?.[word] ?? 0} times, not ${count}`),
		);
		expect(gone).toEqual([]);
	});
});

describe("a retired word", () => {
	it("occurs once in the glossary", () => {
		const words = retired.map(({ word }) => word);
		expect(words.length).toBeGreaterThan(20);
		expect(new Set(words).size).toBe(words.length);
	});

	it.each([
		["rehears*", "it is a rehearsal"],
		["rehears*", "const rehearsal = 1;"],
		["only tried", "Only tried: nothing was changed."],
		["wish*", "the wished image"],
		["wish*", "wishesOf(overrides)"],
		["moment*", "at that moment"],
		["moment*", "momentFrom(text)"],
		["moment*", "const LAST_MOMENT = 1;"],
		["for ever", "A commit is for ever."],
		["anew", "made anew"],
		["to the letter", "the issuer, to the letter"],
		["by itself", "is imported by itself"],
		["can't be so", "Server web can't be so"],
		["is no …", "“99999” is no port"],
		["is no …", "these are no members"],
		["is none of", "it is none of them"],
		["in the place of", "put one in the place of another"],
		["governance", "cli/governance/index.ts"],
		["mend*", "Mend the file"],
		["offer (name)", "interface Offer {}"],
		["offer (name)", "const offerReference = 1;"],
		["hold…", "await holdComponent(tx)"],
		["alone", "for one component alone"],
		["beside", "beside its own content"],
	])("%s is found in “%s”", (word, text) => {
		expect(findRetired("src/a.ts", text, retired).map((finding) => finding.word)).toContain(word);
	});

	it.each([
		"There is no account “acme”.",
		"it is no longer there",
		"amend or recommend",
		"leave the name alone",
		"another",
		"[publisher, offer, sku]",
		"a threshold that holds",
		"forever",
		"besides",
	])("is not found in “%s”", (text) => expect(findRetired("src/a.ts", text, retired)).toEqual([]));

	it("is not searched in pages if it is a name", () =>
		expect(findRetired("docs/a.md", "An Offer, holdComponent", retired)).toEqual([]));

	it("is allowed where it is right: a feed lists offers", () => {
		expect(findRetired("src/registry/feeds/list-offers.ts", "interface FeedOffer {}", retired)).toEqual([]);
	});
});
