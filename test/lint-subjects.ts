import type { Lifecycle } from "../src/core/component/index.ts";
import {
	type ImageFacts,
	type ImageIdentity,
	mciContent,
	noFacts,
	parseCloudSlug,
	plainSetting,
	type Setting,
} from "../src/core/image/index.ts";
import {
	type Finding,
	type LintFacts,
	lintMci,
	lintScript,
	lintTemplate,
	type MciSubject,
	type PinnedMci,
	type PinnedScript,
	plainLintFacts,
	type TemplateSubject,
} from "../src/core/lint/index.ts";
import { type ScriptInput, scriptContent } from "../src/core/script/index.ts";
import { templateContent } from "../src/core/template/index.ts";

/** The time at which tests lint. */
export const lintedAt = "2026-01-15T12:00:00.000Z";

/** One row of an MCI to lint: the differences from a plain setting whose image is unknown. */
export interface LintRow {
	readonly uid?: string;
	readonly kind?: ImageIdentity["kind"];
	readonly facts?: Partial<ImageFacts> | null;
	readonly lifecycle?: Lifecycle;
	readonly setting?: Partial<Omit<Setting, "cloud" | "image">>;
}

/** An MCI with these rows: cloud → row. */
export function mciSubject(name: string, rows: Readonly<Record<string, LintRow>>): MciSubject {
	const entries = Object.entries(rows);
	return {
		content: mciContent({
			name,
			settings: entries.map(([cloud, { uid = "img-1", kind = "id", setting = {} }]) => ({
				...plainSetting(parseCloudSlug(cloud), { kind, uid, checksum: null }),
				...setting,
			})),
		}),
		revision: 1,
		images: new Map(entries.map(([cloud, { facts }]) => [cloud, facts ? { ...noFacts, ...facts } : null])),
		imageLifecycles: new Map(entries.flatMap(([cloud, { lifecycle }]) => (lifecycle ? [[cloud, lifecycle]] : []))),
	};
}

/** A pin of an MCI, at revision 2 by default, which is the newest. */
export function pinnedMci(
	name: string,
	more: { clouds?: readonly string[]; revision?: number } & Partial<PinnedMci> = {},
): PinnedMci {
	const { revision = 2, ...rest } = more;
	return { pin: pinOf(name, revision), name, clouds: [], newestCommit: 2, lifecycle: null, ...rest };
}

/** A pin of a script with an interpreter, like `pinnedMci`. */
export function pinnedScript(
	name: string,
	more: { source?: string; inputs?: readonly Partial<ScriptInput>[]; revision?: number } & Partial<PinnedScript> = {},
): PinnedScript {
	const { revision = 2, source = "#!/bin/sh\n", inputs = [], ...rest } = more;
	const content = scriptContent({
		name,
		source,
		inputs: inputs.map((input) => ({ name: "INPUT", description: "", default: null, required: false, ...input })),
	});
	return { pin: pinOf(name, revision), content, newestCommit: 2, lifecycle: null, ...rest };
}

/** A template with these MCIs, the first of which is the default, and these boot scripts. */
export function templateSubject(parts: {
	mcis?: readonly PinnedMci[];
	boot?: readonly PinnedScript[];
	operational?: readonly PinnedScript[];
	inputs?: Record<string, string>;
}): TemplateSubject {
	const { mcis = [], boot = [], operational = [], inputs = {} } = parts;
	return {
		content: templateContent({
			name: "shop",
			mcis: mcis.map(({ pin }) => pin),
			defaultMci: mcis[0]?.pin.lineage ?? null,
			scripts: { boot: boot.map(({ pin }) => pin), operational: operational.map(({ pin }) => pin) },
			inputs,
		}),
		revision: 0,
		mcis,
		scripts: [...boot, ...operational],
	};
}

/** Facts that take a cloud's type from the first word of its slug. */
export function lintFacts(more: Partial<LintFacts> = {}): LintFacts {
	return { ...plainLintFacts(lintedAt), cloudTypeOf: (cloud) => cloud.split("-")[0] ?? null, ...more };
}

/** The findings of one rule in an MCI, as `severity place: text`. */
export function findingsOfMci(rule: string, subject: MciSubject, facts: Partial<LintFacts> = {}): string[] {
	return lines(rule, lintMci(subject, lintFacts(facts)));
}

/** The findings of one rule in a template and its scripts. */
export function findingsOfTemplate(rule: string, subject: TemplateSubject, facts: Partial<LintFacts> = {}): string[] {
	return lines(rule, lintTemplate(subject, lintFacts(facts)));
}

/** The findings of one rule in a script with this source. */
export function findingsOfScript(rule: string, source: string): string[] {
	return lines(rule, lintScript({ content: scriptContent({ name: "setup", source }), revision: 1 }, lintFacts()));
}

function lines(rule: string, findings: readonly Finding[]): string[] {
	return findings
		.filter((finding) => finding.rule === rule)
		.map(({ severity, place, text }) => `${severity} ${place}: ${text}`);
}

function pinOf(name: string, revision: number): PinnedMci["pin"] {
	return { lineage: `lineage-of-${name}`, revision, digest: revision === 0 ? null : `sha256:${"0".repeat(64)}` };
}
