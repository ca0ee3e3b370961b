import { afterAll, beforeAll, expect, it } from "vitest";
import { type KeptRegistry, openCli } from "./cli-harness.ts";

const { ok, json, fresh, file, keepRegistry, close } = openCli();
let kept: KeptRegistry;
beforeAll(async () => {
	kept = await keepRegistry();
});
afterAll(async () => {
	await kept.close();
	close();
});

const list = `images:
  web:
    aws: {us-east-1: ami-0000000a, us-gov-west-1: ami-0000000b}
    azure: {westeurope: "acme:web:std:1.0.0"}
    gcp: projects/acme/global/images/web-1
    hetzner: 15512617
`;

it.each([
	["json", "resolve web --all-clouds --format json"],
	["yaml", "resolve web --all-clouds --format yaml"],
	["tfvars", "resolve web --all-clouds --format tfvars"],
	["env", "resolve web --all-clouds --format env"],
	["mci.yaml", "export web"],
])("what the registry prints as %s is imported as the same map", async (ending, line) => {
	await ok(kept.run(`upstream import ${file("list.yaml", list)}`));
	const map = await json(kept.run("resolve web --all-clouds --format json"));
	expect(Object.keys(map)).toHaveLength(5);
	const name = fresh("copy");
	const path = file(`${name}.${ending}`, await ok(kept.run(line)));
	await ok(kept.run(`upstream import ${path} --name ${name}`));
	expect(await json(kept.run(`resolve ${name} --all-clouds --format json`))).toEqual(map);
});
