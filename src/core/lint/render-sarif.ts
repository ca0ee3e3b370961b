import type { Finding, Severity } from "./rule.ts";
import { lintRules } from "./rules.gen.ts";

/** Of what the findings are, and which version of this program found them. */
export interface SarifSubject {
	/** The component's name. */
	readonly name: string;
	/** 0 is HEAD. */
	readonly revision: number;
	readonly toolVersion: string;
	/** What the code scanning of a repository shows the findings at: a path there, `/` between its parts; absent = `mci/<name>`. */
	readonly path?: string;
	/** Where the rules are explained; absent = nowhere. A rule's id is added as the fragment. */
	readonly rulesUrl?: string;
}

export type SarifLevel = "error" | "warning" | "note";

/** As much of a SARIF log as is made here: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html */
export interface SarifLog {
	readonly $schema: string;
	readonly version: "2.1.0";
	readonly runs: readonly SarifRun[];
}

export interface SarifRun {
	readonly tool: { readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly SarifRule[] } };
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
	readonly partialFingerprints: Readonly<Record<string, string>>;
}

export interface SarifLocation {
	readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } };
	readonly logicalLocations: readonly { readonly name: string; readonly fullyQualifiedName: string; readonly kind: string }[];
}

interface SarifText {
	readonly text: string;
}

/**
 * Findings as a SARIF 2.1.0 log of one run. The place in the registry is a logical location (`web@4/settings/aws-us-east-1/image`).
 * GitHub's code scanning shows only results with a file and a line (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning),
 * so each gets line 1 of `path` too. Neither path nor fingerprint has the revision: a finding that stays over revisions stays one alert.
 */
export function renderSarif(findings: readonly Finding[], subject: SarifSubject): SarifLog {
	return {
		$schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		version: "2.1.0",
		runs: [
			{
				tool: { driver: { name: "Multicloud Images", version: subject.toolVersion, rules: renderRules(subject) } },
				columnKind: "utf16CodeUnits",
				results: findings.map((finding) => renderResult(finding, subject)),
			},
		],
	};
}

function renderRules({ rulesUrl }: SarifSubject): SarifRule[] {
	return lintRules.map(({ id, severity, title, why, cure }) => ({
		id,
		shortDescription: { text: title },
		fullDescription: { text: why },
		help: { text: cure },
		...(rulesUrl !== undefined && { helpUri: `${rulesUrl}#${id}` }),
		defaultConfiguration: { level: levels[severity] },
	}));
}

const levels: Readonly<Record<Severity, SarifLevel>> = { error: "error", warning: "warning", info: "note" };

function renderResult(finding: Finding, subject: SarifSubject): SarifResult {
	const ruleIndex = lintRules.findIndex(({ id }) => id === finding.rule);
	const uri = (subject.path ?? `mci/${subject.name}`).split("/").map(uriPart).join("/");
	return {
		ruleId: finding.rule,
		...(ruleIndex >= 0 && { ruleIndex }),
		level: levels[finding.severity],
		message: { text: `${finding.text}. ${finding.cure}` },
		locations: [
			{
				physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
				logicalLocations: [logicalLocation(finding, subject)],
			},
		],
		// The key that GitHub compares; it takes any text that is the same for the same alert.
		partialFingerprints: { primaryLocationLineHash: `${subject.name}/${finding.rule}/${finding.place}` },
	};
}

/** Clouds and names may hold dots, so only the words of a place itself are taken apart. */
function logicalLocation({ place }: Finding, { name, revision }: SarifSubject): SarifLocation["logicalLocations"][number] {
	const parts = partsOf(place);
	const label = `${name}@${revision === 0 ? "head" : revision}`;
	return { name: parts.at(-1) ?? place, fullyQualifiedName: [label, ...parts].join("/"), kind: "member" };
}

function partsOf(place: string): string[] {
	const setting = /^(settings)\.(.+?)(?:\.(image|instanceType|kernel|ramdisk|userData))?$/.exec(place);
	const script = /^(scripts)\.(boot|operational|decommission)\.(.+?)(?:\.(source))?$/.exec(place);
	const other = /^(mcis|inputs)\.(.+)$/.exec(place);
	const match = setting ?? script ?? other;
	return match ? match.slice(1).filter((part) => part !== undefined) : [place];
}

/** A URI takes no half of a surrogate pair, and not every character of a name. */
function uriPart(part: string): string {
	return encodeURIComponent(part.toWellFormed());
}
