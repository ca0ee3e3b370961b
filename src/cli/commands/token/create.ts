import { type Command, Option } from "commander";
import { createToken } from "../../../client/generated/registry.ts";
import type { Run } from "../../define-command.ts";
import { readExpiry } from "../../expiry.ts";
import { moment } from "../../moment.ts";

interface Options {
	readonly role: "reader" | "writer" | "admin";
	readonly expires?: string;
}

export const examples = [
	"mci token create ci --role reader --expires 90d",
	"mci token create robot --role writer --expires 2027-01-31 > robot.token",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "who or what it is for")
		.addOption(
			new Option("--role <role>", "reader looks and resolves, writer also changes, admin also makes tokens")
				.choices(["reader", "writer", "admin"])
				.makeOptionMandatory(),
		)
		.option("--expires <when>", "days or hours from now (30d, 12h), or a date (2027-01-31, its end); absent = does not expire")
		.action(
			run<[string], Options>(async (session, [name], { role, expires }) => {
				const expiresAt = expires === undefined ? undefined : readExpiry(expires, new Date());
				await session.connect();
				const token = await createToken({ name, role, ...(expiresAt === undefined ? {} : { expiresAt }) });
				if (session.output.json) {
					session.output.value(token);
					return undefined;
				}
				session.output.line(token.secret);
				const until = token.expiresAt === null ? "does not expire" : `expires ${moment(token.expiresAt)} UTC`;
				session.output.note(`Token ${token.id} “${token.name}” (${token.role}) ${until}. Its secret is shown this once.`);
				return undefined;
			}),
		);
}
