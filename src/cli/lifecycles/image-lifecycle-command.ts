import type { ImageLifecycleOutcome, NewImageLifecycle } from "../../client/generated/registry.ts";
import type { LifecycleState } from "../../core/component/index.ts";
import type { Session } from "../connection/session.ts";
import { dropUndefined } from "../drop-undefined.ts";
import { canAsk, confirm } from "../input/confirm.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readTimeOption } from "../input/expiry.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { lifecycleVerbs } from "./lifecycle-command.ts";
import { stretchText, usageHeader, usageRows } from "./usage-rows.ts";

interface Options {
	readonly cloud?: string;
	readonly reason?: string;
	readonly replacement?: string;
	readonly at?: string;
	readonly dryRun?: boolean;
	readonly yes?: boolean;
}

/** `image deprecate`, `image revoke` or `image reactivate`. */
export function imageLifecycleCommand(state: LifecycleState): CommandModule {
	const verb = lifecycleVerbs[state];
	return {
		examples:
			state === "active"
				? [
						`mci image ${verb} ami-0abcdef1234567890`,
						`mci image ${verb} debian:debian-12:12:0.20240101.1 --cloud azure-westeurope`,
					]
				: [
						`mci image ${verb} ami-0abcdef1234567890 --reason "CVE-2026-1234" --replacement ami-0fedcba0987654321`,
						`mci image ${verb} ami-0abcdef1234567890 --reason "end of support" --at 2027-01-31 --dry-run`,
					],
		define: (command, run) => {
			command.argument("<uid>", "the image's id in its cloud").option("--cloud <cloud>", "only in this cloud");
			if (state !== "active") {
				command
					.requiredOption("--reason <reason>", "reason, shown to its users")
					.option("--replacement <uid>", "image to use instead")
					.option("--at <when>", "start: 30d, 12h, 2027-01-31 or 2027-01-31T08:00:00Z (default: now)");
			}
			command
				.option("--dry-run", "show what uses it, without changing anything")
				.option("-y, --yes", "skip the question")
				.action(run<[string], Options>((session, [uid], options) => setState(session, { state, uid, options })));
		},
	};
}

async function setState(
	session: Session,
	asked: { readonly state: LifecycleState; readonly uid: string; readonly options: Options },
): Promise<undefined> {
	const { state, uid, options } = asked;
	const { output } = session;
	const at = options.at === undefined ? undefined : readTimeOption(options.at, new Date());
	await session.connect();
	const { cloud, reason, replacement } = options;
	const words: NewImageLifecycle = dropUndefined({ uid, cloud, state, at, reason, replacement });
	const tried = await session.client.setImageLifecycle(words, { dryRun: "true" });
	const rows = usedRows(tried);
	const isShown = state === "revoked" || options.dryRun === true;
	if (isShown && !output.json) {
		if (rows.length > 0) output.table(usageHeader, rows);
		else output.line(`${plainText(uid)}: no revision uses it.`);
	}
	if (options.dryRun) {
		if (output.json) output.value(tried);
		output.note("Dry run: nothing was changed.");
		return undefined;
	}
	if (state === "revoked" && rows.length > 0 && !options.yes) {
		if (!canAsk(session))
			throw new UsageError(`Image ${uid} is in use, so --yes is needed.`, "See its uses with --dry-run.");
		if (!(await confirm(session, `Revoke ${uid}?`))) return undefined;
	}
	const outcome = await session.client.setImageLifecycle(words);
	output.show(outcome, () => printOutcome(output, outcome));
	return undefined;
}

function usedRows({ used }: ImageLifecycleOutcome): string[][] {
	return [
		...used.mcis.map((usage) => ["mci", usage.mci, stretchText(usage), usage.cloud, usage.latest ? "latest" : ""]),
		...usageRows(used),
	];
}

function printOutcome(output: Output, { images }: ImageLifecycleOutcome): void {
	for (const { image, state, lifecycle } of images) {
		const dates = [
			lifecycle.deprecatedAt && `deprecated from ${lifecycle.deprecatedAt}`,
			lifecycle.revokedAt && `revoked from ${lifecycle.revokedAt}`,
		];
		const words = [state, ...dates.filter((word) => word !== null && word !== "")];
		output.line(plainText(`${image.uid} in ${image.cloud}: ${words.join(", ")}`));
	}
}
