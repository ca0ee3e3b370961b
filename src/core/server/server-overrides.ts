import { fault } from "../errors.ts";
import { userDataLimit } from "../image/setting.ts";
import type { RequestedValues } from "../resolve/resolution.ts";
import { checkInputName, checkInputValue } from "../script/script-content.ts";

/** Values of a server that replace those of its template. Absent = inherited. */
export interface ServerOverrides extends RequestedValues {
	readonly mci?: OverriddenMci;
	/** Values of inputs, by name. */
	readonly inputs?: Readonly<Record<string, string>>;
}

/** An MCI that was chosen for a server. */
export interface OverriddenMci {
	readonly lineage: string;
	/** The part after the @; null for a name without one: the template's own revision, or the newest commit. */
	readonly selector: string | null;
}

/** The properties that a server can override, in display order. */
export const overridable = [
	"mci",
	"image",
	"architecture",
	"instanceType",
	"kernel",
	"ramdisk",
	"userData",
	"inputs",
] as const satisfies readonly (keyof ServerOverrides)[];

const shortTexts = { image: 2048, architecture: 40, instanceType: 255, kernel: 255, ramdisk: 255 } as const;
const inputLimit = 1000;

/**
 * Checks overrides, and omits empty inputs. Throws `server-invalid` for the first invalid one, `component-invalid` for
 * an input.
 */
export function serverOverrides(server: string, parts: ServerOverrides): ServerOverrides {
	const wrong = (problem: string) => fault("server-invalid", { server, problem });
	for (const [property, most] of Object.entries(shortTexts) as [keyof typeof shortTexts, number][]) {
		const text = parts[property];
		if (text === undefined) continue;
		if (text === "" || text.trim() !== text || text.length > most) {
			throw wrong(`its ${words[property]} must have 1 to ${most} characters without surrounding spaces`);
		}
	}
	if (parts.userData !== undefined && parts.userData.length > userDataLimit) {
		throw wrong(`its user data is longer than ${userDataLimit} characters`);
	}
	const { inputs = {}, ...others } = parts;
	const names = Object.keys(inputs).sort();
	if (names.length > inputLimit) throw wrong(`it has more than ${inputLimit} inputs`);
	for (const name of names) {
		checkInputName(server, name);
		checkInputValue(server, name, inputs[name] ?? "");
	}
	return names.length === 0
		? others
		: { ...others, inputs: Object.fromEntries(names.map((name) => [name, inputs[name] ?? ""])) };
}

/** The requested values for resolving; the MCI is passed separately. */
export function requestedValuesOf(overrides: ServerOverrides): RequestedValues {
	const { mci: _mci, inputs: _inputs, ...requestedValues } = overrides;
	return requestedValues;
}

const words = {
	image: "image id",
	architecture: "architecture",
	instanceType: "instance type",
	kernel: "kernel",
	ramdisk: "ramdisk",
} as const;
