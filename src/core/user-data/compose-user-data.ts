import { trimCharacters } from "../../base/trim-characters.ts";
import { utf8Length } from "../../base/utf8.ts";
import { revisionRef } from "../revision/revision-ref.ts";
import { type ArchivePart, mimeArchive } from "./mime-archive.ts";
import { isWindowsUserData, ownMimeType, partType, shellScriptType } from "./part-type.ts";
import { type InputValue, scriptWithInputs, takesInputs } from "./script-with-inputs.ts";

/** A script that runs when the server boots, with the inputs that have a value. */
export interface BootScript {
	readonly name: string;
	/** 0 is HEAD. */
	readonly revision: number;
	readonly source: string;
	readonly inputs: readonly InputValue[];
}

/** The sources of a server's user data. */
export interface UserDataSources {
	/** The requested user data, or the setting's. */
	readonly settingUserData: string | null;
	/** In running order. */
	readonly bootScripts: readonly BootScript[];
	/** The cloud's limit in bytes; null = unknown. */
	readonly limit: number | null;
	/** The image's OS in its publisher's words; null = unknown. */
	readonly os: string | null;
}

export interface UserDataPart {
	/** Null for user data that is sent unchanged: it has no name, or its own names. */
	readonly filename: string | null;
	/** Without parameters: `text/x-shellscript`. */
	readonly contentType: string;
	/** Of the content, before it is encoded. */
	readonly bytes: number;
	/** `setting`, or the script as a reference: `install-php@3`, `install-php@head`. */
	readonly from: string;
}

export interface UserDataWarning {
	readonly code: "inputs-unused" | "own-filenames" | "script-not-run" | "user-data-too-large" | "windows-boot-scripts";
	readonly text: string;
}

export interface ComposedUserData {
	/** Null when there is none. */
	readonly text: string | null;
	/** Of the whole text in UTF-8, before any encoding that a cloud's API wants. */
	readonly bytes: number;
	readonly parts: readonly UserDataPart[];
	readonly warnings: readonly UserDataWarning[];
	/** True if it is larger than the cloud allows: the server can't be launched. */
	readonly tooLarge: boolean;
}

/**
 * The user data of a server. Without boot scripts: the setting's, unchanged. With them: a MIME archive for cloud-init,
 * with the setting's user data first, then each script in order. Cloud-init runs scripts in the order of their file
 * names, so names begin with a number. User data with its own MIME headers, such as an archive, becomes one part,
 * unchanged: cloud-init reads an archive in an archive. A script with inputs is wrapped so that it finds them in its
 * environment. `sha256Hex` makes the boundary.
 */
export function composeUserData(sources: UserDataSources, sha256Hex: (text: string) => string): ComposedUserData {
	const { settingUserData, bootScripts, limit } = sources;
	const own =
		settingUserData === null || (settingUserData === "" && bootScripts.length > 0)
			? []
			: [settingPart(settingUserData)];
	const made = [...own, ...bootScripts.map(scriptPart)];
	const text =
		bootScripts.length === 0
			? settingUserData
			: mimeArchive(
					made.map((one) => one.archived),
					sha256Hex,
				);
	const bytes = text === null ? 0 : utf8Length(text);
	const tooLarge = limit !== null && bytes > limit;
	const warnings =
		bootScripts.length === 0 ? [] : [...windowsWarnings(sources), ...made.flatMap((one) => one.warnings)];
	if (tooLarge)
		warnings.push({
			code: "user-data-too-large",
			text: `the user data has ${bytes} bytes; the cloud takes ${limit} at most`,
		});
	return { text, bytes, parts: made.map((one) => one.part), warnings, tooLarge };
}

interface MadePart {
	readonly part: UserDataPart;
	readonly archived: ArchivePart;
	readonly warnings: readonly UserDataWarning[];
}

function settingPart(content: string): MadePart {
	const ownType = ownMimeType(content);
	const bytes = utf8Length(content);
	if (ownType === undefined) {
		const [filename, contentType] = ["part-000-user-data", partType(content)];
		return {
			part: { filename, contentType, bytes, from: "setting" },
			archived: { kind: "content", filename, contentType, content },
			warnings: [],
		};
	}
	const text =
		"the user data names its parts itself; cloud-init runs their scripts and the boot scripts (part-001-…) in the order of all names";
	return {
		part: { filename: null, contentType: ownType, bytes, from: "setting" },
		archived: { kind: "with-headers", content },
		warnings: [{ code: "own-filenames", text }],
	};
}

function scriptPart(script: BootScript, index: number): MadePart {
	const { name, revision, source, inputs } = script;
	const from = revisionRef(name, revision);
	const filename = `part-${String(index + 1).padStart(3, "0")}-${fileWord(name)}`;
	const sourceType = partType(source);
	const isWrapped = inputs.length > 0 && takesInputs(sourceType);
	const content = isWrapped ? scriptWithInputs(from, source, inputs) : source;
	const contentType = isWrapped ? shellScriptType : sourceType;
	const warnings: UserDataWarning[] = [];
	if (inputs.length > 0 && !isWrapped) {
		warnings.push({
			code: "inputs-unused",
			text: `${from} is ${sourceType}, not a program: its inputs can't reach it`,
		});
	}
	if (contentType === "text/plain") {
		warnings.push({
			code: "script-not-run",
			text: `${from} does not begin with #! or a word that cloud-init knows: it will not run`,
		});
	}
	return {
		part: { filename, contentType, bytes: utf8Length(content), from },
		archived: { kind: "content", filename, contentType, content },
		warnings,
	};
}

/** A script's name as part of a file name. */
function fileWord(name: string): string {
	const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
	return trimCharacters(plain.replace(/[^a-z0-9._]+/g, "-"), "-.").slice(0, 60) || "script";
}

function windowsWarnings({ os, settingUserData }: UserDataSources): UserDataWarning[] {
	const isWindows = /windows/i.test(os ?? "") || isWindowsUserData(settingUserData ?? "");
	if (!isWindows) return [];
	const text =
		"boot scripts are sent as a MIME archive for cloud-init, which Windows images don't read: they, and PowerShell user data, may not run";
	return [{ code: "windows-boot-scripts", text }];
}
