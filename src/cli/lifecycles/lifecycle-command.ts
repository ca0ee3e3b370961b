import type { LifecycleOutcome, NewLifecycle } from "../../client/generated/registry.ts";
import { type ComponentKind, componentNouns, type LifecycleState } from "../../core/component/index.ts";
import type { Session } from "../connection/session.ts";
import { dropUndefined } from "../drop-undefined.ts";
import { canAsk, confirm } from "../input/confirm.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readTimeOption } from "../input/expiry.ts";
import { readReference } from "../input/own-reference.ts";
import { formatTime } from "../output/format-time.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { kindClient } from "../versions/kind-client.ts";
import { countTouched, printImpact } from "./impact-text.ts";

interface Options {
	readonly reason?: string;
	readonly replacement?: string;
	readonly at?: string;
	readonly cascade?: boolean;
	readonly dryRun?: boolean;
	readonly yes?: boolean;
}

/** The verb that sets a state. */
export const lifecycleVerbs = {
	deprecated: "deprecate",
	revoked: "revoke",
	active: "reactivate",
} as const satisfies Record<LifecycleState, string>;

/** `deprecate`, `revoke` or `reactivate`. */
export function lifecycleCommand(kind: ComponentKind, state: LifecycleState): CommandModule {
	const { command: mci } = componentNouns[kind];
	const verb = lifecycleVerbs[state];
	return {
		examples: examplesOf(`${mci} ${verb}`, state),
		define: (command, run) => {
			command.argument("<ref>", "name, name@N or name@channel");
			if (state !== "active") {
				command
					.requiredOption("--reason <reason>", "reason, shown to its users")
					.option("--replacement <ref>", "revision to use instead")
					.option("--at <when>", "start: 30d, 12h, 2027-01-31 or 2027-01-31T08:00:00Z (default: now)");
			}
			command
				.option("--cascade", "also its copies, and templates that pin any of them")
				.option("--dry-run", "show what would be affected, without changing it")
				.option("-y, --yes", "skip the question")
				.action(run<[string], Options>((session, [ref], options) => setState(session, { kind, state, ref, options })));
		},
	};
}

function examplesOf(line: string, state: LifecycleState): readonly string[] {
	if (state === "active") return [`${line} web@3`, `${line} web@3 --cascade`];
	return [
		`${line} web@3 --reason "CVE-2026-1234" --replacement web@4`,
		`${line} web@3 --reason "end of support" --at 30d --cascade --dry-run`,
	];
}

async function setState(
	session: Session,
	asked: {
		readonly kind: ComponentKind;
		readonly state: LifecycleState;
		readonly ref: string;
		readonly options: Options;
	},
): Promise<undefined> {
	const { kind, state, ref, options } = asked;
	const { output } = session;
	const at = options.at === undefined ? undefined : readTimeOption(options.at, new Date());
	await session.connect();
	const client = kindClient(session.client, kind);
	const { name, revision } = await readReference(session.client, ref);
	const words: NewLifecycle = dropUndefined({
		state,
		at,
		reason: options.reason,
		replacement: options.replacement,
		cascade: options.cascade,
	});
	const tried = await client.setLifecycle(name, revision, words, { dryRun: "true" });
	const label = `${tried.name}@${tried.number}`;
	const touched = countTouched(tried.impact);
	const isShown = state === "revoked" || options.cascade === true || options.dryRun === true;
	if (isShown && !output.json) printImpact(output, label, tried.impact);
	if (options.dryRun) {
		if (output.json) output.value(tried);
		output.note("Dry run: nothing was changed.");
		return undefined;
	}
	if (isShown && touched > 0 && !options.yes) {
		if (!canAsk(session))
			throw new UsageError(
				`${label} affects ${touched} other${touched === 1 ? "" : "s"}, so --yes is needed.`,
				"Look at them with --dry-run.",
			);
		if (!(await confirm(session, question(state, tried)))) return undefined;
	}
	// The number that the user has seen, even if the reference means another one by now.
	const outcome = await client.setLifecycle(name, String(tried.number), { ...words, impact: tried.impact.digest });
	output.show(outcome, () => printOutcome(output, outcome, kind));
	return undefined;
}

function question(state: LifecycleState, { name, number, changed }: LifecycleOutcome): string {
	const verb = lifecycleVerbs[state];
	const also = changed.length > 1 ? ` and ${changed.length - 1} more` : "";
	return `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${name}@${number}${also}?`;
}

function printOutcome(output: Output, outcome: LifecycleOutcome, kind: ComponentKind): void {
	const { name, number, lifecycle, state, changed } = outcome;
	const { deprecatedAt, revokedAt, replacement } = lifecycle;
	const ahead = [
		...(deprecatedAt !== null && state === "active" ? [`deprecated from ${formatTime(deprecatedAt)} UTC`] : []),
		...(revokedAt !== null && state !== "revoked" ? [`revoked from ${formatTime(revokedAt)} UTC`] : []),
	];
	const words = [
		...(ahead.length > 0 && state === "active" ? [] : [state]),
		...ahead,
		...(replacement === null ? [] : [`replaced by ${replacement}`]),
	];
	output.line(plainText(`${name}@${number}: ${words.join(", ")}`));
	for (const other of changed) {
		const isItself = other.kind === kind && other.name === name && other.number === number;
		if (!isItself)
			output.line(plainText(`  also ${other.kind === kind ? "" : `${other.kind} `}${other.name}@${other.number}`));
	}
	if (changed.length === 0) output.note("Nothing had to change.");
}
