import type { GroupMapping } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { Reads, StoredSignInProvider } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** A provider with the roles that its groups give, by group and account. */
export interface MappedProvider {
	readonly provider: StoredSignInProvider;
	readonly mappings: readonly GroupMapping[];
}

/** The sign-in providers, by name. */
export async function listSignInProviders(needs: Needs, actor: Actor): Promise<MappedProvider[]> {
	assertMay(actor, "sign-in.manage");
	const providers = await needs.store.read.signInProviders.list();
	return Promise.all(providers.map((provider) => withMappings(needs.store.read, provider)));
}

/** A provider with its mappings. */
export async function withMappings(reads: Reads, provider: StoredSignInProvider): Promise<MappedProvider> {
	return { provider, mappings: await reads.signInProviders.listMappings(provider.id) };
}

/** The providers to choose from before signing in, by name. */
export async function listSignInOptions(needs: Needs): Promise<{ readonly name: string; readonly title: string }[]> {
	return (await needs.store.read.signInProviders.list()).map(({ name, title }) => ({ name, title }));
}

/** One provider. Throws `sign-in-provider-not-found`. */
export async function getSignInProvider(reads: Reads, name: string): Promise<StoredSignInProvider> {
	const provider = await reads.signInProviders.find(name);
	if (!provider) throw fault("sign-in-provider-not-found", { provider: name });
	return provider;
}
