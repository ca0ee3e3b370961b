import { someOf } from "../../base/some-of.ts";
import { type ComponentKind, versioned, withFields } from "../../core/component/index.ts";
import type { ChangeOf } from "../../core/diff/index.ts";
import { fault } from "../../core/errors.ts";
import type { Rejected } from "../../core/patch/index.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { type EditedHead, editHead, type HeadOf } from "./edit-head.ts";

const mostNamed = 10;

/**
 * Applies changes to HEAD, all or none. Each must start from the value that is there, or already be applied. HEAD keeps
 * its name: a change of it is skipped. Throws `patch-rejected` with the place, the expected and the actual value of
 * each change that does not fit.
 */
export function patchHead<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	input: HeadOf<K> & { readonly changes: readonly ChangeOf<K>[]; readonly dryRun?: boolean | undefined },
): Promise<EditedHead<K>> {
	const { kind } = input;
	const changes = input.changes.filter((change) => !(change.kind === "text-changed" && change.field === "name"));
	return editHead(needs, actor, {
		kind,
		name: input.name,
		expected: input.expected,
		act: "patch",
		dryRun: input.dryRun,
		change: (head, component) => {
			const { content, rejected } = versioned[kind].patch(head, changes);
			if (rejected.length > 0) throw patchRejected(component.name, rejected);
			return withFields(content, { name: head.name });
		},
	});
}

function patchRejected(name: string, rejected: readonly Rejected[]): Error {
	const paths = [...new Set(rejected.map(({ path }) => path))];
	return fault("patch-rejected", { name, count: rejected.length, paths: someOf(paths, mostNamed), rejected });
}
