import type { ReadMci } from "./read-mci.ts";
import type { ReadTemplate } from "./read-template.ts";
import type { LintFacts, ScriptSubject } from "./subjects.ts";

/**
 * How serious a finding is. `error`: certain, and the subject can't work or must not be used; a commit is refused.
 * `warning`: most likely wrong. `info`: worth knowing.
 */
export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/** A problem at one place of a rule's subject. */
export interface Problem {
	/** A path such as `name`, `settings.aws-us-east-1.image`, `mcis.web`, `scripts.boot.setup`. */
	readonly place: string;
	/** One sentence without a full stop: what is wrong there, with names and values. */
	readonly text: string;
	/** Set if this case is more or less serious than its rule. */
	readonly severity?: Severity;
}

/** One result of lint: a problem with the rule that found it. */
export interface Finding extends Problem {
	/** Id of the rule. */
	readonly rule: string;
	readonly severity: Severity;
	/** How to fix it. */
	readonly cure: string;
}

interface RuleTexts {
	/** Names the problem: `os-differs`. Also its file's name. */
	readonly id: string;
	/** The default; a problem may have another severity. */
	readonly severity: Severity;
	/** The problem in a few words. */
	readonly title: string;
	/** One sentence: what goes wrong if this is ignored. */
	readonly why: string;
	/** One sentence: how to fix it. */
	readonly cure: string;
}

export interface MciRule extends RuleTexts {
	readonly on: "mci";
	check(mci: ReadMci, facts: LintFacts): readonly Problem[];
}

export interface TemplateRule extends RuleTexts {
	readonly on: "template";
	check(template: ReadTemplate, facts: LintFacts): readonly Problem[];
}

export interface ScriptRule extends RuleTexts {
	readonly on: "script";
	check(script: ScriptSubject, facts: LintFacts): readonly Problem[];
}

/** A best practice as a pure check: the same subject and facts always return the same problems. */
export type LintRule = MciRule | TemplateRule | ScriptRule;
