import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { componentKinds } from "../component/component-kind.ts";
import { acts, componentAct, lifecycleVerbs, subjectOf } from "./acts.ts";

const src = join(import.meta.dirname, "../..");
/** The production code that records acts. */
const writers = readdirSync(src, { recursive: true, encoding: "utf8" })
	.filter((file) => /^(registry|main)\/.*\.ts$/.test(file) && !/\.test\.ts$/.test(file))
	.map((file) => readFileSync(join(src, file), "utf8"))
	.join("\n");

describe("the catalogue of acts", () => {
	it("names each act by a kind and a verb, in lowercase", () => {
		for (const act of acts.keys()) expect(act).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
	});

	it("has only acts that the code records", () => {
		const written = (act: string, subject: string) => {
			const verb = act.slice(act.indexOf(".") + 1);
			const isComponent = componentKinds.some((kind) => kind === subject);
			if (Object.values(lifecycleVerbs).some((one) => one === verb)) return /lifecycleVerbs\[/.test(writers);
			if (verb.startsWith("channel-") || act.startsWith("publication."))
				return (
					writers.includes(`"${verb.replace("channel-", "")}"`) ||
					writers.includes(`"${act}"`) ||
					writers.includes(`"${verb}"`)
				);
			return writers.includes(isComponent ? `"${verb}"` : `"${act}"`);
		};
		expect([...acts].filter(([act, { subject }]) => !written(act, subject)).map(([act]) => act)).toEqual([]);
	});

	it("returns the subject of an act, and refuses an unknown act", () => {
		expect([subjectOf("mci.commit"), subjectOf("member.set"), subjectOf("samples.example")]).toEqual([
			"mci",
			"user",
			"account",
		]);
		expect(componentAct("template", "swap-mci")).toBe("template.swap-mci");
		expect(() => componentAct("mci", "swap-mci")).toThrow("mci.swap-mci is not in the catalogue");
		expect(() => subjectOf("mci.explode" as "mci.commit")).toThrow("mci.explode is not in the catalogue");
	});
});
