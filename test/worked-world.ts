import { cloudOf, parseCloudSlug } from "../src/core/image/index.ts";
import { type TemplateContent, templateContent } from "../src/core/template/index.ts";
import type { Actor } from "../src/registry/actor.ts";
import { addCloud } from "../src/registry/clouds/add-cloud.ts";
import { createComponent } from "../src/registry/components/create-component.ts";
import { editHead } from "../src/registry/components/edit-head.ts";
import { getRevision } from "../src/registry/components/get-component.ts";
import { pinTo } from "../src/registry/components/template-pins.ts";
import { putSetting } from "../src/registry/mcis/put-setting.ts";
import type { Needs } from "../src/registry/needs.ts";
import { commitRevision } from "../src/registry/revisions/commit-revision.ts";
import { createDeployment } from "../src/registry/servers/create-deployment.ts";
import {
	type WorkedAct,
	type WorkedSetting,
	workedArchitectures,
	workedClouds,
	workedMcis,
	workedTemplate,
} from "./worked-cases.ts";

/** The world of the worked cases in a registry: clouds, MCIs, template `web` and an empty deployment `prod`. */
export interface WorkedWorld {
	act(act: WorkedAct): Promise<void>;
}

const said = { expected: null, message: "m", overrideLint: "for the test" } as const;

/** Creates that world in an empty account; `before` runs on the template before it is committed as revision 2. */
export async function makeWorkedWorld(
	needs: Needs,
	actor: Actor,
	before: readonly WorkedAct[] = [],
): Promise<WorkedWorld> {
	for (const slug of workedClouds) await addCloud(needs, actor, { slug, type: "acme" });
	for (const { name, revision, settings } of workedMcis) {
		await createComponent(needs, actor, { kind: "mci", name });
		for (const [cloud, setting] of Object.entries(settings)) await put(name, cloud, setting);
		for (let number = 1; number <= revision; number++) {
			const change = <T extends object>(head: T) => ({ ...head, description: `${name} ${number}` });
			await editHead(needs, actor, { kind: "mci", name, expected: null, act: "describe", change });
			await commitRevision(needs, actor, { kind: "mci", name, ...said });
		}
	}
	const { name } = workedTemplate;
	await createComponent(needs, actor, { kind: "template", name });
	for (let number = 1; number < workedTemplate.revision; number++) {
		await commitRevision(needs, actor, { kind: "template", name, ...said });
	}
	const pins = await Promise.all(
		workedTemplate.mcis.map((mci) => pinOf(mci, workedMcis.find((one) => one.name === mci)?.revision ?? 0)),
	);
	const standard = pins[workedTemplate.mcis.findIndex((mci) => mci === workedTemplate.defaultMci)];
	await editTemplate((head) => templateContent({ ...head, mcis: pins, defaultMci: standard?.lineage ?? null }));
	for (const act of before) await happen(act);
	await commitTemplate();
	await createDeployment(needs, actor, { name: "prod" });
	return {
		act: async (act) => {
			await happen(act);
			if (act.act === "template-takes") await commitTemplate();
		},
	};

	async function happen(act: WorkedAct): Promise<void> {
		switch (act.act) {
			case "edit-head":
				return put(act.mci, act.cloud, act.setting);
			case "commit":
				await commitRevision(needs, actor, { kind: "mci", name: act.mci, ...said });
				return;
			case "template-takes": {
				const pin = await pinOf(act.mci, act.revision);
				await editTemplate((head) =>
					templateContent({ ...head, mcis: head.mcis.map((one) => (one.lineage === pin.lineage ? pin : one)) }),
				);
				return;
			}
			case "image-disappears":
				return learn(act.cloud, act.image, { state: "deleted" });
		}
	}

	async function put(mci: string, cloud: string, setting: WorkedSetting): Promise<void> {
		const { image: uid, instanceType, userData = null } = setting;
		await putSetting(needs, actor, {
			name: mci,
			expected: null,
			cloud,
			setting: { image: { uid }, instanceType, userData },
		});
		await learn(cloud, uid, { architecture: workedArchitectures[uid] ?? null });
	}

	/** Saves a publisher's facts about an image. */
	async function learn(slug: string, uid: string, facts: object): Promise<void> {
		await needs.store.write(async (tx) => {
			const at = needs.now();
			const clouds = await tx.clouds.ensure(
				actor.accountId,
				[{ ...cloudOf("acme", null), slug: parseCloudSlug(slug) }],
				at,
			);
			await tx.images.ensure(actor.accountId, [
				{ cloudId: clouds.get(slug) ?? 0, kind: "id", uid, checksum: null, facts },
			]);
			const subject = { subjectKind: "image", subjectId: null, subjectName: uid, headVersion: null } as const;
			tx.record({
				...subject,
				accountId: actor.accountId,
				at,
				actor: "test",
				act: "test.learn",
				before: null,
				after: null,
			});
		});
	}

	async function pinOf(mci: string, revision: number) {
		const found = await getRevision(needs, actor, { kind: "mci", ref: `${mci}@${revision}` });
		return pinTo(found.component, found.revision);
	}

	async function editTemplate(change: (head: TemplateContent) => TemplateContent): Promise<void> {
		await editHead(needs, actor, { kind: "template", name: workedTemplate.name, expected: null, act: "patch", change });
	}

	async function commitTemplate(): Promise<void> {
		await commitRevision(needs, actor, { kind: "template", name: workedTemplate.name, ...said, heads: "keep" });
	}
}
