import type {
	Server,
	ServerDifference,
	ServerInputs,
	ServerPreview,
	UserDataPart,
} from "../../../client/generated/registry.ts";
import type { Output } from "../../output/output.ts";
import { plainText } from "../../output/plain-text.ts";

/** A server's parts, from a preview or as recorded. */
interface Given {
	readonly template: ServerPreview["template"];
	readonly cloud: string;
	readonly mci: Server["mci"];
	readonly image: Server["image"];
	readonly instanceType: string | null;
	readonly kernel: string | null;
	readonly ramdisk: string | null;
	readonly reasons: Server["reasons"];
	readonly parts: readonly UserDataPart[];
	readonly bytes: number;
	/** Null = unknown. */
	readonly limit: number | null;
	readonly inputs: readonly ServerInputs[];
}

/** Prints a preview's answer, a line for each property with its reason; nothing if there is no answer. */
export function printPreview(output: Output, preview: ServerPreview): void {
	const { resolved, sent, template, cloud, inputs } = preview;
	output.line(plainText(`Clouds of ${template.ref}: ${preview.eligibleClouds.join(", ") || "none"}`));
	const there = preview.mcis.filter((mci) => mci.image !== null);
	const names = there.map((mci) => `${mci.ref}${mci.isDefault ? " (default)" : ""}`).join(", ");
	output.line(plainText(`its MultiCloud Images with ${cloud}: ${names || "none"}`));
	if (!resolved || !sent) return;
	output.line();
	printGiven(output, { ...resolved, template, cloud, parts: sent.parts, bytes: sent.bytes, limit: sent.limit, inputs });
}

/** Prints what was recorded on a server. */
export function printRecorded(output: Output, server: Server): void {
	printGiven(output, { ...server, bytes: server.sentBytes, limit: null });
}

function printGiven(output: Output, given: Given): void {
	const { template, cloud, mci, image, instanceType, kernel, ramdisk } = given;
	const reasonOf = (property: string) => given.reasons.find((reason) => reason.property === property)?.text ?? "";
	const rows = [
		["template", template.ref, /^\d+$/.test(template.follows) ? "asked for" : `follows ${template.follows}`],
		["cloud", cloud, "asked for"],
		["mci", mci?.ref ?? "none", mci ? reasonOf("mci") : "an image was requested, and no MCI maps it"],
		["image", image.uid, reasonOf("image")],
		["instance type", instanceType ?? "", instanceType === null ? "missing" : reasonOf("instanceType")],
		["kernel", kernel ?? "", kernel === null ? "the cloud's default" : reasonOf("kernel")],
		["ramdisk", ramdisk ?? "", ramdisk === null ? "the cloud's default" : reasonOf("ramdisk")],
		["user data", sizeText(given), partsText(given, reasonOf("userData"))],
		...inputRows(given.inputs),
	];
	output.table(["property", "value", "reason"], rows);
}

function sizeText({ bytes, limit, parts }: Given): string {
	if (parts.length === 0) return "none";
	return limit === null ? `${bytes} bytes` : `${bytes} of ${limit} bytes`;
}

function partsText({ parts }: Given, reason: string): string {
	const scripts = parts.filter((part) => part.from !== "setting").map((part) => part.from);
	const own = parts.length > scripts.length && reason !== "" ? [reason] : [];
	return [...own, ...(scripts.length === 0 ? [] : [`boot scripts ${scripts.join(", ")}`])].join("; ");
}

function inputRows(scripts: readonly ServerInputs[]): string[][] {
	const rows = scripts.flatMap(({ script, inputs }) =>
		inputs.map(({ name, value, source }) => [
			`input ${name}`,
			value ?? "",
			source === null
				? `not set, for ${script}`
				: source === "script"
					? `default of ${script}`
					: `from the ${source}, for ${script}`,
		]),
	);
	// A script that is listed twice shows its inputs once.
	const seen = new Set<string>();
	return rows.filter((row) => !seen.has(row.join("\n")) && seen.add(row.join("\n")));
}

/** Prints differences, a line for each: the value before, and the value after. User data by its size. */
export function printDifferences(output: Output, differences: readonly ServerDifference[]): void {
	if (differences.length === 0) return;
	output.table(
		["property", "before", "after"],
		differences.map(({ property, before, after }) => [
			wordOf(property),
			shown(property, before),
			shown(property, after),
		]),
	);
}

function shown(property: string, value: string | null): string {
	if (value === null) return "none";
	return property === "userData" ? `${Buffer.byteLength(value)} bytes` : value;
}

function wordOf(property: string): string {
	return property === "instanceType" ? "instance type" : property === "userData" ? "user data" : property;
}
