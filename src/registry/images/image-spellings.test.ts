import { beforeEach, describe, expect, it } from "vitest";
import { componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { cloudOf, type ImageIdentity } from "../../core/image/index.ts";
import type { Actor } from "../actor.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { importUpstream } from "../upstreams/import-listing.ts";
import { setImageLifecycle } from "./set-image-lifecycle.ts";

const ami = "ami-0abcdef1234567890";
const arn = `arn:aws:ec2:us-east-1::image/${ami}`;
const path = "projects/acme/global/images/web_7";
const link = `https://www.googleapis.com/compute/staging_v1/${path}`;
const azure = "/subscriptions/1/resourceGroups/G/providers/Microsoft.Compute/galleries/g/images/web/versions/1.0.0";

/** Spellings that older data and other publishers' content may have, in the cloud that they belong to. */
describe.each(engines)("an image that is stored in another spelling on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;

	beforeEach(async () => {
		actor = await registry.newActor();
	});

	/** An MCI whose image is stored exactly as given, as an import of the time before stored it. */
	async function bring(name: string, cloud: ReturnType<typeof cloudOf>, uid: string, kind: ImageIdentity["kind"]) {
		const images = [{ cloud, image: { kind, uid, checksum: null }, facts: {} }];
		const releases = [{ version: "1", releasedAt: null, images, notes: [] }];
		const line = { key: name, name, description: "", tags: [], scope: { kind: "all" } as const, releases };
		await importUpstream(needs, actor, { format: "test", from: "list", listing: { lines: [line], skipped: [] } });
	}
	const resolve = (ref: string, cloud: string, image?: string) =>
		resolveImage(needs, actor, { ref, cloud, requestedValues: image === undefined ? {} : { image } });

	it.each([
		["aws-us-east-1", cloudOf("aws", "us-east-1"), arn, "id", ami],
		["aws-us-east-1", cloudOf("aws", "us-east-1"), ami.toUpperCase(), "id", ami],
		["gcp", cloudOf("gcp", null), link, "path", path],
		["azure", cloudOf("azure", null), azure.toUpperCase(), "path", azure],
	] as const)("is revoked in %s by another one (%#)", async (slug, cloud, stored, kind, revoked) => {
		await bring("web", cloud, stored, kind);
		await setImageLifecycle(needs, actor, { uid: revoked, state: "revoked", reason: "CVE-1" });
		expect(await resolve("web", slug)).toMatchObject({ verdict: "refused" });
		expect(await resolve("web", slug, revoked)).toMatchObject({ verdict: "refused" });
	});

	it("is revoked in a spelling that comes later", async () => {
		await bring("web", cloudOf("aws", "us-east-1"), arn, "id");
		await setImageLifecycle(needs, actor, { uid: arn, state: "revoked", reason: "CVE-1" });
		await componentsOf(needs, actor).mci("own");
		await componentsOf(needs, actor).put("own", ami, "aws-us-east-1");
		expect(await resolve("own@head", "aws-us-east-1")).toMatchObject({ verdict: "refused" });
	});

	it("is not the image of another cloud type whose id differs in case", async () => {
		const { put, mci } = componentsOf(needs, actor);
		await mci("own");
		await put("own", "ami-WebServer", "ibm");
		const answer = await resolve("own@head", "ibm");
		expect(answer.kind === "resolved" && answer.image.uid).toBe("ami-WebServer");
	});

	it.each([
		["ami-123", "image-invalid"],
		["resolve:ssm:/golden/ami", "image-moving"],
		[arn.replace("us-east-1", "eu-west-1"), "image-invalid"],
		[arn.replace("aws:", "aws-cn:"), "image-invalid"],
	])("refuses %s as a requested image", async (image, code) => {
		await bring("web", cloudOf("aws", "us-east-1"), ami, "id");
		expect((await faultOf(() => resolve("web", "aws-us-east-1", image))).code).toBe(code);
		expect((await faultOf(() => componentsOf(needs, actor).put("web", image, "aws-us-east-1"))).code).toMatch(
			/image-(?:invalid|moving)/,
		);
	});
});
