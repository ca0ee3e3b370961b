// Made by `npm run generate`; don't edit.
import type { LintRule } from "./rule.ts";
import { rule as architectureDiffers } from "./rules/architecture-differs.ts";
import { rule as cloudLost } from "./rules/cloud-lost.ts";
import { rule as cloudMissing } from "./rules/cloud-missing.ts";
import { rule as cloudsUncoveredByDefault } from "./rules/clouds-uncovered-by-default.ts";
import { rule as headPinned } from "./rules/head-pinned.ts";
import { rule as imageDeprecated } from "./rules/image-deprecated.ts";
import { rule as imageGeneration } from "./rules/image-generation.ts";
import { rule as imageGone } from "./rules/image-gone.ts";
import { rule as imageIdForm } from "./rules/image-id-form.ts";
import { rule as imageInactive } from "./rules/image-inactive.ts";
import { rule as imageNotVisible } from "./rules/image-not-visible.ts";
import { rule as imagePastEndOfLife } from "./rules/image-past-end-of-life.ts";
import { rule as imageRevoked } from "./rules/image-revoked.ts";
import { rule as imageUnknown } from "./rules/image-unknown.ts";
import { rule as instanceTypeArchitecture } from "./rules/instance-type-architecture.ts";
import { rule as nameMisleads } from "./rules/name-misleads.ts";
import { rule as newerCommitAvailable } from "./rules/newer-commit-available.ts";
import { rule as noMcis } from "./rules/no-mcis.ts";
import { rule as noSettings } from "./rules/no-settings.ts";
import { rule as osDiffers } from "./rules/os-differs.ts";
import { rule as osVersionDiffers } from "./rules/os-version-differs.ts";
import { rule as ownerNotTrusted } from "./rules/owner-not-trusted.ts";
import { rule as pinnedRevisionDeprecated } from "./rules/pinned-revision-deprecated.ts";
import { rule as pinnedRevisionRevoked } from "./rules/pinned-revision-revoked.ts";
import { rule as releaseBehind } from "./rules/release-behind.ts";
import { rule as requiredInputWithoutValue } from "./rules/required-input-without-value.ts";
import { rule as revisionHeldBack } from "./rules/revision-held-back.ts";
import { rule as scriptWithoutInterpreter } from "./rules/script-without-interpreter.ts";
import { rule as upstreamNewer } from "./rules/upstream-newer.ts";
import { rule as userDataTooLarge } from "./rules/user-data-too-large.ts";

/** Every lint rule, by id. */
export const lintRules: readonly LintRule[] = [
	architectureDiffers,
	cloudLost,
	cloudMissing,
	cloudsUncoveredByDefault,
	headPinned,
	imageDeprecated,
	imageGeneration,
	imageGone,
	imageIdForm,
	imageInactive,
	imageNotVisible,
	imagePastEndOfLife,
	imageRevoked,
	imageUnknown,
	instanceTypeArchitecture,
	nameMisleads,
	newerCommitAvailable,
	noMcis,
	noSettings,
	osDiffers,
	osVersionDiffers,
	ownerNotTrusted,
	pinnedRevisionDeprecated,
	pinnedRevisionRevoked,
	releaseBehind,
	requiredInputWithoutValue,
	revisionHeldBack,
	scriptWithoutInterpreter,
	upstreamNewer,
	userDataTooLarge,
];
