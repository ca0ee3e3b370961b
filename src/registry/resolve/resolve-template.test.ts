import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { type SmallCell, type SmallMci, type SmallTemplate, smallTemplates } from "../../../test/small-templates.ts";
import { modelAnswer } from "../../../test/template-model.ts";
import { makeWorkedWorld } from "../../../test/worked-world.ts";
import { type Architecture, mciContent, parseCloudSlug, plainSetting } from "../../core/image/index.ts";
import { templateContent } from "../../core/template/index.ts";
import type { Actor } from "../actor.ts";
import { addCloud } from "../clouds/add-cloud.ts";
import { createComponent } from "../components/create-component.ts";
import { editHead } from "../components/edit-head.ts";
import { getRevision } from "../components/get-component.ts";
import { renameComponent } from "../components/rename-component.ts";
import { pinTo } from "../components/template-pins.ts";
import { setImageLifecycle } from "../images/set-image-lifecycle.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import type { Needs } from "../needs.ts";
import { commitRevision } from "../revisions/commit-revision.ts";
import { addServer } from "../servers/add-server.ts";
import { createDeployment } from "../servers/create-deployment.ts";
import { resolveTemplateHere } from "./resolve-template.ts";

/**
 * Instance types for the names in the small templates. Those with a known architecture are real ones of their cloud.
 */
const typeNames: Readonly<Record<string, string>> = { intel: "m5.large", graviton: "m7g.large" };

interface Facts {
	readonly architecture: Architecture | null;
	readonly isRevoked: boolean;
}

/** An image has the same facts wherever it is mapped, so each uid has its facts once. */
const facts: fc.Arbitrary<Facts> = fc.record({
	architecture: fc.constantFrom<Architecture | null>("x86_64", "arm64", "i386", null),
	isRevoked: fc.constantFrom(false, false, false, true),
});
const worlds = fc
	.tuple(smallTemplates, fc.record({ i1: facts, i2: facts, i3: facts, requested: facts }))
	.map(([small, images]: [SmallTemplate, Readonly<Record<string, Facts>>]) => {
		const told = (mci: SmallMci): SmallMci => ({
			...mci,
			cells: Object.fromEntries(
				Object.entries(mci.cells).map(([cloud, cell]) => [cloud, { ...cell, ...images[cell.uid] }]),
			),
		});
		const unknown: Facts = { architecture: null, isRevoked: false };
		const requestedImage = images[small.requestedValues.image ?? ""] ?? unknown;
		return { small: { ...small, mcis: small.mcis.map(told), stranger: told(small.stranger), requestedImage }, images };
	});

describe.each(engines)("a template on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;

	it("resolves like a model that tries every MCI, when resolving and when adding a server", async () => {
		await fc.assert(
			fc.asyncProperty(worlds, async ({ small, images }) => {
				const actor = await registry.newActor();
				await makeSmallWorld(needs, actor, { small, images });
				const { cloud, requestedMci } = small;
				const { instanceType, ...others } = small.requestedValues;
				const requestedValues = {
					...others,
					...(instanceType === undefined ? {} : { instanceType: typeNames[instanceType] ?? instanceType }),
				};
				const mci = requestedMci === null ? undefined : requestedMci === -1 ? "S" : `M${requestedMci}`;
				const expected = modelAnswer(small);
				const answer = await resolveTemplateHere(needs, actor, { template: "web", cloud, mci, requestedValues });
				const got =
					answer.kind === "resolved"
						? { image: answer.image.uid, type: plainType(answer.instanceType), mci: answer.mci?.ref ?? null }
						: { verdict: answer.verdict };
				expect(got).toEqual(expected);
				const adding = addServer(needs, actor, {
					deployment: "prod",
					name: "web",
					template: "web",
					cloud,
					mci,
					...requestedValues,
				});
				if ("verdict" in expected) {
					expect(await faultOf(() => adding)).toMatchObject({
						code: expected.verdict === "refused" ? "resolve-refused" : "not-resolved",
					});
				} else if (expected.type === null)
					expect(await faultOf(() => adding)).toMatchObject({ code: "instance-type-missing" });
				else {
					const { image, instanceType: type, mci: given } = await adding;
					expect({ image: image.uid, type: plainType(type), mci: given && `${given.name}@${given.number}` }).toEqual(
						expected,
					);
				}
			}),
			{ numRuns: 40 },
		);
	});

	it("is found by its former name, with a warning, until that name expires", async () => {
		registry.setClock("2026-01-01T00:00:00.000Z");
		const actor = await registry.newActor();
		await makeWorkedWorld(needs, actor);
		await renameComponent(needs, actor, { kind: "template", name: "web", expected: null, to: "site" });
		const asked = { template: "web@2", cloud: "us-east", requestedValues: {} };
		const answer = await resolveTemplateHere(needs, actor, asked);
		expect(answer).toMatchObject({ kind: "resolved", ref: "web@2", warnings: [{ code: "name-former" }] });
		expect(answer.kind === "resolved" && answer.holdsUntil !== null && answer.holdsUntil > needs.now()).toBe(true);
	});

	it("reports how long its answer is valid: until the next date of any of its parts", async () => {
		registry.setClock("2026-01-01T00:00:00.000Z");
		const actor = await registry.newActor();
		await makeWorkedWorld(needs, actor);
		const at = "2026-03-01T00:00:00.000Z";
		await setLifecycle(needs, actor, { kind: "template", ref: "web@2", state: "revoked", at, reason: "old" });
		const asked = { template: "web@2", cloud: "us-east", requestedValues: {} };
		expect(await resolveTemplateHere(needs, actor, asked)).toMatchObject({ kind: "resolved", holdsUntil: at });
		registry.setClock(at);
		expect(await resolveTemplateHere(needs, actor, asked)).toMatchObject({
			kind: "unresolved",
			because: [{ code: "template-revoked" }],
		});
	});

	it("uses another revision of an MCI than its own when it is named", async () => {
		const actor = await registry.newActor();
		await makeWorkedWorld(needs, actor);
		const asked = { template: "web@2", cloud: "us-east", requestedValues: {} };
		expect(await resolveTemplateHere(needs, actor, { ...asked, mci: "A@3" })).toMatchObject({
			mci: { ref: "A@3" },
			warnings: [{ code: "mci-not-on-template" }],
		});
		expect(await resolveTemplateHere(needs, actor, { ...asked, mci: "A@latest" })).toMatchObject({
			mci: { ref: "A@4" },
			warnings: [],
		});
		expect(await faultOf(() => resolveTemplateHere(needs, actor, { ...asked, mci: "A@9" }))).toMatchObject({
			code: "revision-not-found",
		});
		expect(await faultOf(() => resolveTemplateHere(needs, actor, { ...asked, mci: "Z" }))).toMatchObject({
			code: "mci-not-found",
		});
	});

	it("knows that another MCI of the account maps the requested image", async () => {
		const actor = await registry.newActor();
		await makeWorkedWorld(needs, actor);
		const asked = { template: "web@2", cloud: "us-east", requestedValues: { image: "imgC" } };
		expect(await resolveTemplateHere(needs, actor, asked)).toMatchObject({
			image: { uid: "imgC" },
			mci: { ref: "A@4" },
			warnings: [],
			reasons: expect.arrayContaining([{ property: "image", text: "requested; C@1 maps it for us-east" }]),
		});
	});

	it("of another account does not exist", async () => {
		await makeWorkedWorld(needs, await registry.newActor());
		const stranger = await registry.newActor();
		expect(
			await faultOf(() =>
				resolveTemplateHere(needs, stranger, { template: "web", cloud: "us-east", requestedValues: {} }),
			),
		).toMatchObject({
			code: "template-not-found",
		});
	});
});

function plainType(type: string | null): string | null {
	return Object.entries(typeNames).find(([, name]) => name === type)?.[0] ?? type;
}

const said = { expected: null, message: "m", overrideLint: "for the test" } as const;

async function makeSmallWorld(
	needs: Needs,
	actor: Actor,
	{ small, images }: { readonly small: SmallTemplate; readonly images: Readonly<Record<string, Facts>> },
): Promise<void> {
	for (const slug of ["c1", "c2", "c3", "c4"]) await addCloud(needs, actor, { slug, type: "aws" });
	await needs.store.write(async (tx) => {
		for (const slug of ["c1", "c2", "c3", "c4"]) {
			const cloudId = (await tx.clouds.find(actor.accountId, slug))?.id ?? 0;
			const wanted = Object.entries(images).map(([uid, { architecture }]) => ({
				cloudId,
				kind: "name" as const,
				uid,
				checksum: null,
				facts: { architecture },
			}));
			await tx.images.ensure(actor.accountId, wanted);
		}
		const subject = { subjectKind: "image", subjectId: null, subjectName: "all", headVersion: null } as const;
		tx.record({
			...subject,
			accountId: actor.accountId,
			at: needs.now(),
			actor: "test",
			act: "test.learn",
			before: null,
			after: null,
		});
	});
	const names = [...small.mcis.map((_, i) => `M${i}`), "S"];
	for (const [i, mci] of [...small.mcis, small.stranger].entries()) await makeMci(needs, actor, names[i] ?? "", mci);
	for (const [uid, { isRevoked }] of Object.entries(images)) {
		if (isRevoked) await setImageLifecycle(needs, actor, { uid, state: "revoked", reason: "bad" });
	}
	const found = await Promise.all(
		names.slice(0, -1).map((name) => getRevision(needs, actor, { kind: "mci", ref: `${name}@1` })),
	);
	const mcis = found.map(({ component, revision }) => pinTo(component, revision));
	await createComponent(needs, actor, { kind: "template", name: "web" });
	await editHead(needs, actor, {
		kind: "template",
		name: "web",
		expected: null,
		act: "patch",
		change: (head) => templateContent({ ...head, mcis, defaultMci: mcis[small.standard]?.lineage ?? null }),
	});
	await commitRevision(needs, actor, { kind: "template", name: "web", ...said });
	await createDeployment(needs, actor, { name: "prod" });
}

async function makeMci(needs: Needs, actor: Actor, name: string, mci: SmallMci): Promise<void> {
	await createComponent(needs, actor, { kind: "mci", name });
	const settings = Object.entries(mci.cells).map(([cloud, cell]: [string, SmallCell]) => ({
		...plainSetting(parseCloudSlug(cloud), { kind: "name", uid: cell.uid, checksum: null }),
		instanceType: cell.type === null ? null : (typeNames[cell.type] ?? cell.type),
	}));
	await editHead(needs, actor, {
		kind: "mci",
		name,
		expected: null,
		act: "patch",
		change: (head) => mciContent({ ...head, description: "x", settings }),
	});
	await commitRevision(needs, actor, { kind: "mci", name, ...said });
	if (mci.isRevoked)
		await setLifecycle(needs, actor, { kind: "mci", ref: `${name}@1`, state: "revoked", reason: "bad" });
}
