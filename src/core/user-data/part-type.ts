/** The MIME type with which cloud-init runs a text that begins with `#!`. */
export const shellScriptType = "text/x-shellscript";

/**
 * How cloud-init recognizes a part, by its first characters; longer beginnings first. Source:
 * https://docs.cloud-init.io/en/latest/explanation/format.html. A URL in the first line is not in its list: the
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

/** The MIME type of a part of user data; `text/plain`, which is not run, for an unknown beginning. */
export function partType(content: string): string {
	return beginnings.find(([beginning]) => content.startsWith(beginning))?.[1] ?? "text/plain";
}

/**
 * The MIME type in the headers of user data that begins with MIME headers, `Content-Type` among them; otherwise
 * undefined. Such user data is already an archive, or a part of one.
 */
export function ownMimeType(userData: string): string | undefined {
	const headers = /^(?:[!-9;-~]+:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+(?=\r?\n)/.exec(userData)?.[0];
	return headers && /^content-type:\s*([^\s;]+)/im.exec(headers)?.[1]?.toLowerCase();
}

/** True for Windows user data: PowerShell or batch, which cloud-init on Linux does not run. */
export function isWindowsUserData(userData: string): boolean {
	return /^\s*(<powershell|<script>|<persist>|#ps1|rem cmd\b)/i.test(userData);
}
