import { makeLifecycleScene } from "../api/lifecycle-operations.ts";
import type { Api, Question } from "../api/start-api.ts";
import { bodyOf } from "../api/start-api.ts";
import type { ApiOperation } from "./api-operations.ts";

/** The text that finds something in the attacked registry, by the name of the parameter or field. */
export function usualText(name: string, operation: ApiOperation): string {
	const noun = operation.path.split("/")[2] ?? "";
	switch (name) {
		case "name":
			if (noun === "upstreams") return "known";
			return operation.path.includes("{name}") ? "governed" : "made";
		case "channel":
			return "production";
		case "sequence":
			return "boot";
		case "cloud":
		case "slug":
			return "aws-us-east-1";
		case "deployment":
			return "prod";
		case "server":
			return "web";
		case "user":
			return "ada";
		case "group":
			return "partners";
		case "publication":
		case "invitation":
			return "1";
		case "kind":
			return "mci";
		case "publisher":
			return "default";
		case "account":
			return "default";
		case "id":
		case "seq":
		case "revision":
			return "1";
		case "code":
			return "head-stale";
		case "mci":
		case "script":
			return operation.path.includes(`{${name}}`) ? "governed" : "governed@1";
		case "ref":
		case "template":
		case "from":
		case "to":
			return "governed@1";
		case "url":
			return "http://127.0.0.1:9/list.json";
		case "path":
			return "a.csv";
		case "content":
			return "name,region,ami\nweb-x,us-east-1,ami-00000009\n";
		case "uid":
			return "ami-00000001";
		case "password":
		case "old":
			return "plum rocket sieve";
		default:
			return "said";
	}
}

/** Fills a registry with one object of every kind, and another account with things of its own. */
export async function fillRegistry(api: Api): Promise<void> {
	await makeLifecycleScene(api);
	const post = async (url: string, body: object) => bodyOf(await api.ask({ method: "POST", url, body }), 201);
	await post("/v1/upstreams", { name: "known", url: "http://127.0.0.1:9/a.json" });
	await post("/v1/deployments", { name: "prod" });
	await post("/v1/servers", {
		deployment: "prod",
		name: "web",
		template: "governed@2",
		cloud: "gcp",
		image: "i",
		instanceType: "t",
	});
	await post("/v1/users", { name: "ada" });
	await post("/v1/account-groups", { name: "partners" });
	await post("/v1/publications", { kind: "mci", ref: "governed@1", to: { groups: ["partners"] } });
}

/** The visible contents of an account, to compare before and after. */
export async function contentsOf(api: Pick<Api, "ask">, as: string): Promise<Readonly<Record<string, unknown>>> {
	const lists = ["mcis", "templates", "scripts", "deployments", "servers", "upstreams", "clouds", "images", "members"];
	const found: Record<string, unknown> = {};
	for (const list of lists) {
		const question: Question = { url: `/v1/${list}`, as };
		found[list] = bodyOf(await api.ask(question)).items;
	}
	return found;
}
