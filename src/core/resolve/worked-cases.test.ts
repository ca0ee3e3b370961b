import { describe, expect, it } from "vitest";
import {
	type WorkedAct,
	type WorkedAsk,
	type WorkedSetting,
	workedArchitectures,
	workedCases,
	workedMcis,
	workedTemplate,
} from "../../../test/worked-cases.ts";
import { parseCloudSlug } from "../image/cloud.ts";
import { type Image, noFacts } from "../image/image.ts";
import { plainSetting } from "../image/setting.ts";
import { compareResolution, updateAvailable } from "./compare-resolution.ts";
import type { KnownImage } from "./resolution.ts";
import { resolveTemplate, type TemplateResolved, type TemplateUnresolved } from "./resolve-template.ts";
import type { TemplateMci } from "./template-candidate.ts";
import { imageWithdrawal } from "./withdrawal.ts";

const now = "2026-06-01T00:00:00.000Z";

type Clouds = Readonly<Record<string, WorkedSetting>>;

/** MCIs, the template and the catalogue of one case, as its acts leave them. */
class World {
	/** By name, then by revision; 0 is HEAD. */
	readonly #maps: Record<string, Record<number, Clouds>> = Object.fromEntries(
		workedMcis.map((mci) => [mci.name, { 0: mci.settings, [mci.revision]: mci.settings }]),
	);
	readonly #taken: Record<string, number> = Object.fromEntries(workedMcis.map((mci) => [mci.name, mci.revision]));
	readonly #gone = new Set<string>();

	act(act: WorkedAct): void {
		const maps = "mci" in act ? this.#maps[act.mci] : undefined;
		switch (act.act) {
			case "edit-head":
				if (maps) maps[0] = { ...maps[0], [act.cloud]: act.setting };
				break;
			case "commit":
				if (maps) maps[act.revision] = maps[0] ?? {};
				break;
			case "template-takes":
				this.#taken[act.mci] = act.revision;
				break;
			case "image-disappears":
				this.#gone.add(`${act.cloud} ${act.image}`);
				break;
		}
	}

	resolve({ cloud, mci, ...requestedValues }: WorkedAsk): TemplateResolved | TemplateUnresolved {
		const template = {
			ref: `${workedTemplate.name}@${workedTemplate.revision}`,
			lifecycle: null,
			heldBack: null,
			cloud,
			cloudType: null,
			mcis: workedTemplate.mcis.map((name) => this.#mci(name, cloud)),
			requestedMci: mci === undefined ? null : this.#mci(mci, cloud),
			requestedImage: requestedValues.image === undefined ? null : this.known(requestedValues.image, cloud),
			instanceTypeArchitecture: () => null,
		};
		return resolveTemplate(template, requestedValues, now);
	}

	known(uid: string, cloud: string): KnownImage {
		return { image: this.#image(uid, cloud), lifecycle: null };
	}

	#mci(name: string, cloud: string): TemplateMci {
		const revision = this.#taken[name] ?? 0;
		const map = this.#maps[name]?.[revision] ?? {};
		const worked = map[cloud];
		const image = worked ? this.#image(worked.image, cloud) : null;
		return {
			ref: `${name}@${revision === 0 ? "head" : revision}`,
			lineage: `lineage of ${name}`,
			revision,
			revisionReason: "",
			isDefault: name === workedTemplate.defaultMci,
			lifecycle: null,
			heldBack: null,
			setting:
				worked && image
					? {
							...plainSetting(image.cloud, image),
							image,
							instanceType: worked.instanceType,
							userData: worked.userData ?? null,
						}
					: null,
			image,
			imageLifecycle: null,
			clouds: () => Object.keys(map),
			otherRevisions: () => [],
		};
	}

	#image(uid: string, cloud: string): Image {
		const state = this.#gone.has(`${cloud} ${uid}`) ? "deleted" : "active";
		const architecture = workedArchitectures[uid] ?? null;
		return { ...noFacts, cloud: parseCloudSlug(cloud), kind: "id", uid, checksum: null, state, architecture };
	}
}

describe("the worked cases of resolution", () => {
	it.each(workedCases)("$number: $what", ({ before = [], ask, answer, after = [] }) => {
		const world = new World();
		for (const act of before) world.act(act);
		const first = world.resolve(ask);
		if ("refused" in answer) {
			expect(first).toMatchObject({
				kind: "unresolved",
				because: [{ code: answer.refused, text: expect.stringContaining(answer.says) }],
				instead: { clouds: answer.clouds, mcis: answer.mcis },
			});
			return;
		}
		const { image, why, warnings, mci, ...values } = answer;
		expect(first).toMatchObject({
			kind: "resolved",
			image: { uid: image },
			mci: mci === null ? null : { ref: mci },
			...values,
		});
		if (first.kind !== "resolved") return;
		expect(first.warnings.map((warning) => warning.code)).toEqual(warnings);
		expect(first.reasons.find((reason) => reason.property === "mci")?.text ?? "").toBe(why);
		for (const { happens, updateAvailable: update, launchRefused } of after) {
			world.act(happens);
			const fresh = world.resolve(ask);
			expect(imageWithdrawal(image, world.known(image, ask.cloud), now)?.code ?? null).toBe(launchRefused);
			expect(fresh.kind === "unresolved" ? fresh.because[0]?.code : null).toBe(launchRefused);
			expect(fresh.kind === "resolved" ? updateAvailable(compareResolution(first, fresh)) : null).toBe(update);
		}
	});

	it("are thirteen, with unique numbers", () => {
		expect(workedCases.map((one) => one.number)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
	});
});
