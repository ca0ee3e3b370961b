import { type Command, Option } from "commander";
import { type Role, roles } from "../../../core/access/index.ts";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { Run } from "../../input/define-command.ts";
import { readExpiry } from "../../input/expiry.ts";
import { readRoles } from "../../input/role-list.ts";
import { readOnly } from "../../input/single-component-option.ts";
import { formatTime } from "../../output/format-time.ts";
import { onlyText } from "../../output/token-text.ts";

interface Options {
	readonly roles: readonly Role[];
	readonly only?: { readonly kind: ComponentKind; readonly name: string };
	readonly expires?: string;
}

export const examples = [
	"mci token create ci --roles observer --expires 90d",
	"mci token create publisher-bot --roles designer,publisher --expires 2027-01-31 > robot.token",
	"mci token create nightly --roles designer --only web --expires 30d",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the token")
		.addOption(
			new Option("--roles <list>", `its roles, at most your own: ${roles.join(", ")}`)
				.argParser(readRoles)
				.makeOptionMandatory(),
		)
		.addOption(
			new Option("--only <name>", "only for this MCI, or for template:NAME or script:NAME").argParser(readOnly),
		)
		.option("--expires <when>", "days or hours from now (30d, 12h), or a date (2027-01-31, its end) (default: never)")
		.action(
			run<[string], Options>(async (session, [name], { roles: given, only, expires }) => {
				const expiresAt = expires === undefined ? undefined : readExpiry(expires, new Date());
				await session.connect();
				const token = await session.client.createToken({
					name,
					roles: [...given],
					...(only === undefined ? {} : { only }),
					...(expiresAt === undefined ? {} : { expiresAt }),
				});
				if (session.output.json) {
					session.output.value(token);
					return undefined;
				}
				session.output.line(token.secret);
				const until = token.expiresAt === null ? "does not expire" : `expires ${formatTime(token.expiresAt)} UTC`;
				const of = token.only === null ? "" : ` only for ${onlyText(token)}`;
				session.output.note(
					`Token ${token.id} “${token.name}” (${token.roles.join(", ")})${of} ${until}. Its secret is shown this once.`,
				);
				return undefined;
			}),
		);
}
