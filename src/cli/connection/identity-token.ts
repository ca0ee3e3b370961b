import { UsageError } from "../usage-error.ts";
import type { World } from "../world.ts";

const timeoutMs = 30_000;

/**
 * The identity token of this job's platform: from the named variable (GitLab's `id_tokens` sets it), or requested from
 * GitHub Actions for an audience. Throws `UsageError` if there is neither.
 */
export async function identityToken(
	{ env }: Pick<World, "env">,
	requested: { readonly variable: string | undefined; readonly audience: string | undefined },
): Promise<string> {
	if (requested.variable !== undefined) {
		const token = env[requested.variable]?.trim();
		if (token) return token;
		throw new UsageError(
			`The variable ${requested.variable} is empty or not set.`,
			"In GitLab, name it in the job's id_tokens.",
		);
	}
	const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret } = env;
	if (!url || !secret) {
		const cure =
			"In GitHub Actions, give the job the permission id-token: write. Elsewhere, name the variable with the token (--id-token-env NAME).";
		throw new UsageError("This job has no identity token.", cure);
	}
	if (requested.audience === undefined)
		throw new UsageError("The token needs an audience.", "Use the audience of the workload rule (--audience).");
	return askGitHub(url, secret, requested.audience);
}

/** https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token */
async function askGitHub(address: string, secret: string, audience: string): Promise<string> {
	const url = URL.parse(address);
	if (!url)
		throw new UsageError(
			"ACTIONS_ID_TOKEN_REQUEST_URL is not a URL.",
			"GitHub Actions sets it; don't set it yourself.",
		);
	url.searchParams.set("audience", audience);
	const headers = { authorization: `Bearer ${secret}`, accept: "application/json" };
	const answer = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
		throw new UsageError(
			`GitHub Actions gives no identity token: ${error instanceof Error ? error.message : String(error)}.`,
			"Run the job again.",
		);
	});
	const said: unknown = await answer.json().catch(() => null);
	if (answer.ok && typeof said === "object" && said !== null && "value" in said && typeof said.value === "string")
		return said.value;
	throw new UsageError(
		`GitHub Actions refused an identity token with status ${answer.status}.`,
		"Give the job the permission id-token: write.",
	);
}
