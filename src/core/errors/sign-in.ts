import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Sign-in providers, and tokens for workloads. */
export const signInErrors = {
	"sign-in-provider-invalid": {
		kind: "invalid",
		text: "Sign-in provider “{provider}” is not valid: {problem}.",
		help: "Fix that and try again; docs/sign-in.md describes how to set up a provider.",
	},
	"sign-in-provider-exists": {
		kind: "conflict",
		text: "Sign-in provider “{provider}” already exists.",
		help: "Choose another name, or edit the existing one (`mci sign-in provider change {provider}`).",
	},
	"sign-in-provider-not-found": {
		kind: "not-found",
		text: "There is no sign-in provider “{provider}”.",
		help: "Run `mci sign-in provider list` to see the providers.",
	},
	"group-mapping-invalid": {
		kind: "invalid",
		text: "Group “{group}” can't be mapped: {problem}.",
		help: "Enter the group exactly as the provider writes it, an account, and at least one role.",
	},
	"openid-unavailable": {
		kind: "unavailable",
		text: "{issuer} can't be used to verify the sign-in: {problem}.",
		help: "Try again. If it keeps failing, ask whoever operates {issuer} or this registry.",
	},
	"openid-sign-in-refused": {
		kind: "unauthenticated",
		text: "The sign-in was refused.",
		help:
			"Sign in again. If it keeps failing, ask an operator of the registry, who finds the reason in the " + "audit.",
	},
	"workload-rule-invalid": {
		kind: "invalid",
		text: "Workload rule “{rule}” is not valid: {problem}.",
		help: "Fix that and try again; docs/workload-identity.md has complete rules for GitHub Actions and GitLab.",
	},
	"workload-rule-exists": {
		kind: "conflict",
		text: "Workload rule “{rule}” already exists.",
		help: "Choose another name, or remove the existing one (`mci workload-rule remove {rule}`).",
	},
	"workload-rule-not-found": {
		kind: "not-found",
		text: "There is no workload rule “{rule}” in account {account}.",
		help: "Run `mci workload-rule list` to see the rules.",
	},
	"workload-rule-ambiguous": {
		kind: "conflict",
		text: "More than one workload rule matches: {rules}.",
		help: "Name the account and the rule to use; the identity token can still be exchanged.",
	},
	"workload-token-refused": {
		kind: "unauthenticated",
		text: "The identity token was refused.",
		help:
			"Send a valid identity token that matches a workload rule and was not exchanged before. An admin of " +
			"the account finds the reason in its audit.",
	},
} as const satisfies Record<string, CatalogueEntry>;
