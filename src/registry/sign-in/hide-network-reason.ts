import { fault, isFault } from "../../core/errors.ts";

/**
 * Runs `act` for someone who is not signed in: if an issuer can't or must not be reached, the fault does not say why,
 * because that would reveal the registry's network. Throws `openid-unavailable`; its cause, for the log, says more.
 */
export async function withoutWhy<T>(issuer: string, act: () => Promise<T>): Promise<T> {
	try {
		return await act();
	} catch (error) {
		if (!isFault(error) || !["openid-unavailable", "fetch-refused"].includes(error.code)) throw error;
		throw fault("openid-unavailable", { issuer, problem: "it did not answer as expected" }, error);
	}
}
