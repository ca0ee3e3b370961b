import type { Command } from "commander";
import { ProblemError } from "../../../client/request.ts";
import { profilePath, readProfiles, removeProfile } from "../../connection/profile.ts";
import { openSession, type Session } from "../../connection/session.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = ["mci logout", "mci logout --profile work", "mci logout --forget"];

export function define(command: Command, run: Run): void {
	command
		.option("--forget", "remove the profile without revoking its token")
		.addHelpText(
			"after",
			"\nRevokes the token that `mci login --user` created, and removes the profile (--profile, default: the one in use).\nA service's token stays, because others may use it.\n",
		)
		.action(
			run<[], { readonly forget?: boolean }>(async ({ world, output, options }, _, { forget }) => {
				const path = profilePath(world);
				const { profiles, chosen } = await readProfiles(path);
				const name = options.profile ?? chosen;
				const profile = name === undefined ? undefined : profiles.get(name);
				if (name === undefined || !profile)
					throw new UsageError("There is no profile to log out from.", "`mci login URL` creates one.");
				const isOwn = profile.url !== undefined && profile.token !== undefined;
				const isRevoked =
					!forget && isOwn && (await revoked(openSession(world, { profile: name, json: options.json })));
				await removeProfile(path, name);
				output.show({ profile: name, tokenRevoked: isRevoked }, () =>
					output.line(`${name}: logged out${isRevoked ? ", and the token is revoked" : ""}`),
				);
				if (!isRevoked && isOwn) output.note("The token still works; `mci token revoke` revokes it.");
				return undefined;
			}),
		);
}

/** Revokes a user's own token. False for a service's token, and for one that has already ended. */
async function revoked(session: Session): Promise<boolean> {
	try {
		await session.connect();
		const { user, tokenId } = await session.client.whoAmI();
		if (user === null || tokenId === null) return false;
		await session.client.revokeToken(tokenId);
		return true;
	} catch (error) {
		if (error instanceof ProblemError && error.code === "token-invalid") return false;
		throw error;
	} finally {
		await session.close();
	}
}
