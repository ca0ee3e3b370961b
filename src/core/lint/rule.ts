import type { ReadMci } from "./read-mci.ts";
import type { ReadTemplate } from "./read-template.ts";
import type { LintFacts, ScriptSubject } from "./subjects.ts";

/**
 * How bad a finding is. `error`: certain, and what is described can't work or must not be used; a commit is refused. `warning`: most
 * likely wrong. `info`: worth knowing.
 */
export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/** What a rule says of one place of its subject. */
export interface Problem {
	/** A path such as `name`, `settings.aws-us-east-1.image`, `mcis.web`, `scripts.boot.setup`. */
	readonly place: string;
	/** One sentence without a full stop: what is wrong there, with names and values. */
	readonly text: string;
	/** Where this case is graver or lighter than its rule. */
	readonly severity?: Severity;
}

/** One result of lint: a problem with the rule that found it. */
export interface Finding extends Problem {
	/** Id of the rule. */
	readonly rule: string;
	readonly severity: Severity;
	/** What the person can do about it. */
	readonly cure: string;
}

interface RuleWords {
	/** Names the problem: `os-differs`. Also its file's name. */
	readonly id: string;
	/** Of most of its findings; a problem may have another. */
	readonly severity: Severity;
	/** The problem in a few words. */
	readonly title: string;
	/** One sentence: what happens when nobody cares. */
	readonly why: string;
	/** One sentence: what to do. */
	readonly cure: string;
}

export interface MciRule extends RuleWords {
	readonly on: "mci";
	check(mci: ReadMci, facts: LintFacts): readonly Problem[];
}

export interface TemplateRule extends RuleWords {
	readonly on: "template";
	check(template: ReadTemplate, facts: LintFacts): readonly Problem[];
}

export interface ScriptRule extends RuleWords {
	readonly on: "script";
	check(script: ScriptSubject, facts: LintFacts): readonly Problem[];
}

/** One best practice, as a check that is pure: the same subject and facts give the same problems. */
export type LintRule = MciRule | TemplateRule | ScriptRule;
