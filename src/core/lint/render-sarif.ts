import type { ComponentKind } from "../component/component-kind.ts";
import { revisionRef } from "../revision/revision-ref.ts";
import type { Finding, Severity } from "./rule.ts";
import { lintRules } from "./rules.gen.ts";

/** The subject of the findings, and the program version that found them. */
export interface SarifSubject {
	/** The component's name. */
	readonly name: string;
	/** 0 is HEAD. */
	readonly revision: number;
	readonly toolVersion: string;
	/** Absent = an MCI. */
	readonly kind?: ComponentKind;
	/**
	 * The file that the code scanning of a repository shows the findings at: its path there; absent = `<kind>/<name>`.
	 */
	readonly path?: string;
	/** Where the rules are explained; absent = nowhere. A rule's id is added as the fragment. */
	readonly rulesUrl?: string;
}

export type SarifLevel = "error" | "warning" | "note";

/**
 * The subset of a SARIF log that is written here:
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 */
export interface SarifLog {
	readonly $schema: string;
	readonly version: "2.1.0";
	readonly runs: readonly SarifRun[];
}

export interface SarifRun {
	/** Names what was looked at, so that the logs of several components stay side by side. */
	readonly automationDetails: { readonly id: string };
	readonly tool: {
		readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly SarifRule[] };
	};
	readonly columnKind: "utf16CodeUnits";
	readonly results: readonly SarifResult[];
}

export interface SarifRule {
	readonly id: string;
	readonly shortDescription: SarifText;
	readonly fullDescription: SarifText;
	readonly help: SarifText;
	readonly helpUri?: string;
	readonly defaultConfiguration: { readonly level: SarifLevel };
}

export interface SarifResult {
	readonly ruleId: string;
	/** Place of the rule in the driver's list; absent for findings that are of no lint rule. */
	readonly ruleIndex?: number;
	readonly level: SarifLevel;
	readonly message: SarifText;
	readonly locations: readonly SarifLocation[];
	readonly partialFingerprints: { readonly primaryLocationLineHash: string };
}

export interface SarifLocation {
	readonly physicalLocation: {
		readonly artifactLocation: { readonly uri: string };
		readonly region: Readonly<Record<keyof typeof firstCharacter, number>>;
	};
	readonly logicalLocations: readonly {
		readonly name: string;
		readonly fullyQualifiedName: string;
		readonly kind: string;
	}[];
}

interface SarifText {
	readonly text: string;
}

/**
 * Findings as a SARIF 2.1.0 log of one run. The place in the registry is a logical location
 * (`web@4/settings/aws-us-east-1/image`). GitHub's code scanning shows only results with a file, a region and a
 * fingerprint, and keeps one log per tool and category
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning),
 * so each result also points at the first character of `path`. None of these has the revision: a finding that stays
 * over revisions stays one alert.
 */
export function renderSarif(findings: readonly Finding[], subject: SarifSubject): SarifLog {
	const path = subject.path ?? `${subject.kind ?? "mci"}/${subject.name}`;
	const uri = path.split("/").map(uriPart).join("/");
	const seen = new Map<string, number>();
	const results = findings.map((finding): SarifResult => {
		const key = `${finding.rule}/${finding.place}`;
		const occurrence = (seen.get(key) ?? 0) + 1;
		seen.set(key, occurrence);
		return {
			...renderRule(finding),
			level: levels[finding.severity],
			message: plainText(`${finding.text}. ${finding.cure}`),
			locations: [
				{
					physicalLocation: { artifactLocation: { uri }, region: firstCharacter },
					logicalLocations: [logicalLocation(finding, subject)],
				},
			],
			// The key that GitHub compares; any text will do that is the same for the same alert.
			partialFingerprints: { primaryLocationLineHash: `${path}/${key}:${occurrence}` },
		};
	});
	return {
		$schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		version: "2.1.0",
		runs: [
			{
				// Up to the last slash it is GitHub's category.
				automationDetails: { id: `${path}/` },
				tool: { driver: { name: "Multicloud Images", version: subject.toolVersion, rules: renderRules(subject) } },
				columnKind: "utf16CodeUnits",
				results,
			},
		],
	};
}

const firstCharacter = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 } as const;

function renderRules({ rulesUrl }: SarifSubject): SarifRule[] {
	return lintRules.map(({ id, severity, title, why, cure }) => ({
		id,
		shortDescription: plainText(title),
		fullDescription: plainText(why),
		help: plainText(cure),
		...(rulesUrl !== undefined && { helpUri: `${rulesUrl}#${id}` }),
		defaultConfiguration: { level: levels[severity] },
	}));
}

const levels: Readonly<Record<Severity, SarifLevel>> = { error: "error", warning: "warning", info: "note" };

function renderRule({ rule }: Finding): Pick<SarifResult, "ruleId" | "ruleIndex"> {
	const ruleIndex = lintRules.findIndex(({ id }) => id === rule);
	return ruleIndex < 0 ? { ruleId: rule } : { ruleId: rule, ruleIndex };
}

/** Escapes braces, which mark placeholders unless doubled (SARIF 2.1.0, 3.11.5). */
function plainText(text: string): SarifText {
	return { text: text.replace(/[{}]/g, "$&$&") };
}

/** Clouds and names may contain dots, so only the fixed parts of a place are split. */
function logicalLocation(
	{ place }: Finding,
	{ name, revision }: SarifSubject,
): SarifLocation["logicalLocations"][number] {
	const parts = partsOf(place);
	const label = revisionRef(name, revision);
	return { name: parts.at(-1) ?? place, fullyQualifiedName: [label, ...parts].join("/"), kind: "property" };
}

function partsOf(place: string): string[] {
	const setting = /^(settings)\.(.+?)(?:\.(image|instanceType|kernel|ramdisk|userData))?$/.exec(place);
	const script = /^(scripts)\.(boot|operational|decommission)\.(.+?)(?:\.(source))?$/.exec(place);
	const other = /^(mcis|inputs)\.(.+)$/.exec(place);
	const match = setting ?? script ?? other;
	return match ? match.slice(1).filter((part) => part !== undefined) : [place];
}

/** Escapes a part of a URI, which can't contain half of a surrogate pair or every character of a name. */
function uriPart(part: string): string {
	return encodeURIComponent(part.toWellFormed());
}
