import type { ComponentKind } from "../../../core/component/index.ts";
import { fault } from "../../../core/errors.ts";
import type { Actor } from "../../../registry/actor.ts";

/** The name in a path, which is a name alone: use cases that take a reference would read an account or a revision into it. */
export function plainName(kind: ComponentKind, actor: Actor, name: string): string {
	if (name === "" || /[/@]/.test(name)) throw fault(`${kind}-not-found`, { name, account: actor.account, near: [] });
	return name;
}
