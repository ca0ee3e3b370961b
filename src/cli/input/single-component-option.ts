import { type ComponentKind, componentKinds } from "../../core/component/index.ts";

/** The only component that something is for: an MCI's name, `template:NAME` or `script:NAME`. */
export function readOnly(text: string): { kind: ComponentKind; name: string } {
	const kind = componentKinds.find((one) => text.startsWith(`${one}:`));
	return kind ? { kind, name: text.slice(kind.length + 1) } : { kind: "mci", name: text };
}
