import { UsageError } from "../usage-error.ts";

/** Where a server is. */
export interface ServerName {
	readonly deployment: string;
	readonly name: string;
}

/** What every command says of its server. */
export const serverArgument = "the server: deployment/name, or its name with --deployment";

/** Reads `prod/web`, or `web` with `--deployment prod`. Throws `UsageError` when the deployment is missing or said twice. */
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

/** The condition that a change is made on the version that was read, for the generated functions' options. */
export function ifVersion(
	kind: "deployment" | "server",
	{ version }: { readonly version: number },
): { headers: Record<string, string> } {
	return { headers: { "if-match": `"${kind}-${version}"` } };
}
