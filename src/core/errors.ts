import { accessErrors } from "./errors/access.ts";
import { accountGroupErrors } from "./errors/account-groups.ts";
import { accountErrors } from "./errors/accounts.ts";
import { auditErrors } from "./errors/audit.ts";
import { bundleErrors } from "./errors/bundles.ts";
import type { CatalogueEntry, FaultKind } from "./errors/catalogue-entry.ts";
import { channelErrors } from "./errors/channels.ts";
import { componentErrors } from "./errors/components.ts";
import { imageErrors } from "./errors/images.ts";
import { importErrors } from "./errors/imports.ts";
import { installationErrors } from "./errors/installation.ts";
import { lifecycleErrors } from "./errors/lifecycles.ts";
import { marketplaceErrors } from "./errors/marketplace.ts";
import { requestErrors } from "./errors/requests.ts";
import { revisionErrors } from "./errors/revisions.ts";
import { serverErrors } from "./errors/servers.ts";
import { signInErrors } from "./errors/sign-in.ts";
import { templateErrors } from "./errors/templates.ts";
import { upstreamErrors } from "./errors/upstreams.ts";
import { webhookErrors } from "./errors/webhooks.ts";

export type { FaultKind };

/** The details of an error as JSON: the thing, the rule, and values for the placeholders of its texts. */
export type FaultDetails = Readonly<Record<string, unknown>>;

/** Every error that the product reports, by its code. `docs/errors.md` is generated from it. */
export const catalogue = {
	...imageErrors,
	...componentErrors,
	...templateErrors,
	...revisionErrors,
	...channelErrors,
	...lifecycleErrors,
	...serverErrors,
	...upstreamErrors,
	...webhookErrors,
	...accessErrors,
	...accountErrors,
	...signInErrors,
	...requestErrors,
	...installationErrors,
	...auditErrors,
	...bundleErrors,
	...marketplaceErrors,
	...accountGroupErrors,
	...importErrors,
} as const satisfies Record<string, CatalogueEntry>;

export type FaultCode = keyof typeof catalogue;

/**
 * The only class of errors thrown on purpose, created by `fault`. Its message is the catalogue's text with the details.
 */
export class Fault extends Error {
	readonly code: FaultCode;
	readonly kind: FaultKind;
	readonly details: FaultDetails;
	readonly help: string;

	constructor(code: FaultCode, details: FaultDetails, options?: { cause?: unknown }) {
		super(fill(catalogue[code].text, details), options);
		this.name = "Fault";
		this.code = code;
		this.kind = catalogue[code].kind;
		this.details = details;
		this.help = fill(catalogue[code].help, details);
	}
}

/** Creates the error of a code. `details` fill the placeholders of its texts and are sent to the caller as JSON. */
export function fault(code: FaultCode, details: FaultDetails = {}, cause?: unknown): Fault {
	return new Fault(code, details, cause === undefined ? undefined : { cause });
}

/** True for an error of the catalogue. Any other thrown error is a bug. */
export function isFault(error: unknown): error is Fault {
	return error instanceof Fault;
}

/** Fills the placeholders of `text`. A placeholder without a detail stays as it is. */
function fill(text: string, details: FaultDetails): string {
	return text.replace(/\{(\w+)\}/g, (whole, key: string) =>
		Object.hasOwn(details, key) ? String(details[key]) : whole,
	);
}
