import type { ComponentKind } from "../../../core/component/index.ts";
import { fault } from "../../../core/errors.ts";
import type { Actor } from "../../../registry/actor.ts";

/**
 * Checks that a path parameter is a plain name, because use cases that accept references would parse an account or a
 * revision from it.
 */
export function plainName(kind: ComponentKind, actor: Actor, name: string): string {
	if (name === "" || /[/@]/.test(name)) throw fault(`${kind}-not-found`, { name, account: actor.account, near: [] });
	return name;
}
