/** The MIME type under which cloud-init runs what begins with `#!`. */
export const shellScriptType = "text/x-shellscript";

/**
 * How cloud-init knows what a part is for, by its first characters; longer beginnings first. Source:
 * https://docs.cloud-init.io/en/latest/explanation/format.html. An address as the first line is not in its list: the
 * original system sent that as an include, and so do we.
 */
const beginnings: readonly (readonly [beginning: string, contentType: string])[] = [
	["## template: jinja", "text/jinja2"],
	["#cloud-config-archive", "text/cloud-config-archive"],
	["#cloud-config", "text/cloud-config"],
	["#cloud-boothook", "text/cloud-boothook"],
	["#include-once", "text/x-include-once-url"],
	["#include", "text/x-include-url"],
	["#part-handler", "text/part-handler"],
	["#!", shellScriptType],
	["http://", "text/x-include-url"],
	["https://", "text/x-include-url"],
];

/** The MIME type of a part of user data; `text/plain`, which nothing runs, when its beginning says nothing. */
export function partType(content: string): string {
	return beginnings.find(([beginning]) => content.startsWith(beginning))?.[1] ?? "text/plain";
}

/**
 * The MIME type that user data states of itself, when it begins with MIME headers of its own, `Content-Type` among
 * them; else undefined. Such user data is an archive already, or one part of one.
 */
export function ownMimeType(userData: string): string | undefined {
	const headers = /^(?:[!-9;-~]+:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+(?=\r?\n)/.exec(userData)?.[0];
	return headers && /^content-type:\s*([^\s;]+)/im.exec(headers)?.[1]?.toLowerCase();
}

/** True of user data for Windows: PowerShell or batch, which cloud-init on Linux does not know. */
export function isWindowsUserData(userData: string): boolean {
	return /^\s*(<powershell|<script>|<persist>|#ps1|rem cmd\b)/i.test(userData);
}
