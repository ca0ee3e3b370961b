import { type Fault, fault, isFault } from "../core/errors.ts";

/**
 * The fault of an issuer that can't be reached: a refused fetch stays a refusal, everything else becomes
 * `openid-unavailable` with its cause.
 */
export function unavailable(issuer: string, error: unknown): Fault {
	const known = faultIn(error);
	if (known && (known.code === "fetch-refused" || known.code === "openid-unavailable")) return known;
	const said = known ?? error;
	const problem = said instanceof Error ? said.message : String(said);
	return fault("openid-unavailable", { issuer, problem: problem.replace(/\.$/, "").slice(0, 500) }, error);
}

/** The fault of our own fetch, wrapped in a library's error. */
export function faultIn(error: unknown): Fault | undefined {
	for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++)
		if (isFault(one)) return one;
	return undefined;
}
