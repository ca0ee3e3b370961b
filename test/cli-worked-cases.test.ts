import { afterAll } from "vitest";
import { assembleRegistry } from "../src/main/assemble.ts";
import { systemActor } from "../src/registry/accounts/prepare-registry.ts";
import { openCli, type Run } from "./cli-harness.ts";
import type { WorkedAsk } from "./worked-cases.ts";
import { outcomeOf, workedSuite } from "./worked-suite.ts";
import { makeWorkedWorld } from "./worked-world.ts";

const cli = openCli();
afterAll(() => cli.close());

workedSuite("through the command line", async (before) => {
	const kept = await cli.keepRegistry();
	// Stands for another process: templates are created there, by the use cases.
	const other = await assembleRegistry({ data: kept.data, databaseUrl: null, allowPrivateUpstreams: false });
	const world = await makeWorkedWorld(other.needs, systemActor(other.account), before);
	const json = ({ out, err }: Run) => JSON.parse(out === "" ? err : out);
	return {
		resolve: async (template, ask) =>
			outcomeOf(json(await kept.run(["resolve", "--template", template, ...optionsOf(ask), "--json"]))),
		add: async (template, ask) => {
			const words = ["server", "add", "prod/web", "--template", template, ...optionsOf(ask), "--json"];
			return outcomeOf(json(await kept.run(words)));
		},
		image: async () => json(await kept.run("server show prod/web --json")).image.uid,
		updateAvailable: async () => {
			const { out } = await kept.run("server show prod/web");
			return /^update available: (.+)$/m.exec(out)?.[1] ?? null;
		},
		launchRefused: async () => {
			const problem = json(await kept.run("server launch prod/web --json"));
			return problem.code === "cloud-connection-missing" ? null : problem.details.reasons[0].code;
		},
		act: world.act,
		close: async () => {
			await other.close();
			await kept.close();
		},
	};
});

function optionsOf({ cloud, mci, instanceType, architecture, image }: WorkedAsk): string[] {
	const given = { cloud, mci, "instance-type": instanceType, arch: architecture, image };
	return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
}
