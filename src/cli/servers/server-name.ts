import { UsageError } from "../usage-error.ts";

/** A server's place. */
export interface ServerName {
	readonly deployment: string;
	readonly name: string;
}

/** The description of the server argument in every command. */
export const serverArgument = "the server: deployment/name, or its name with --deployment";

/**
 * Reads `prod/web`, or `web` with `--deployment prod`. Throws `UsageError` if the deployment is missing or given twice.
 */
export function readServerName(text: string, deployment: string | undefined): ServerName {
	const slash = text.indexOf("/");
	if (slash < 0) {
		if (deployment === undefined)
			throw new UsageError(`In which deployment is ${text}?`, `Write DEPLOYMENT/${text}, or give --deployment.`);
		return { deployment, name: text };
	}
	const own = text.slice(0, slash);
	if (deployment !== undefined && deployment !== own)
		throw new UsageError(`${text} names another deployment than --deployment ${deployment}.`);
	return { deployment: own, name: text.slice(slash + 1) };
}

/** The condition for the version that was read, as options of the client's operations. */
export function ifVersion(
	kind: "deployment" | "server",
	{ version }: { readonly version: number },
): { headers: Record<string, string> } {
	return { headers: { "if-match": `"${kind}-${version}"` } };
}
