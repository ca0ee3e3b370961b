import { fault, isFault } from "../../core/errors.ts";

/**
 * The act, for somebody whom nobody knows yet: when an issuer can't be asked, or must not be, they are not told why, which would tell
 * them of the network that the registry is in. Throws `openid-unavailable`; its cause, for the log, says more.
 */
export async function withoutWhy<T>(issuer: string, act: () => Promise<T>): Promise<T> {
	try {
		return await act();
	} catch (error) {
		if (!isFault(error) || !["openid-unavailable", "fetch-refused"].includes(error.code)) throw error;
		throw fault("openid-unavailable", { issuer, problem: "it did not answer as expected" }, error);
	}
}
