import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Deprecation and revocation, and the policy that lint follows. */
export const lifecycleErrors = {
	"lifecycle-invalid": {
		kind: "invalid",
		text: "The state of {ref} can't be changed: {problem}.",
		help: "{cure}",
	},
	"impact-unseen": {
		kind: "stale",
		text: "The cascade from {ref} affects {count}, and this is not the impact that you confirmed.",
		help: "Check the impact (`mci impact {ref}`) and send its digest with the cascade. Nothing was changed.",
	},
	"policy-invalid": {
		kind: "invalid",
		text: "Field {field} of the account's policy is not valid: {problem}.",
		help: "Correct the field and try again.",
	},
} as const satisfies Record<string, CatalogueEntry>;
