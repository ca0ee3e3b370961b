/** What has revisions: one mechanism of HEAD, commits, diff, merge and channels serves all of them. */
export const componentKinds = ["mci", "template", "script"] as const;
export type ComponentKind = (typeof componentKinds)[number];

/** How people call one of a kind, and the command that lists them. */
export const componentNouns: Readonly<Record<ComponentKind, { readonly one: string; readonly command: string }>> = {
	mci: { one: "MultiCloud Image", command: "mci" },
	template: { one: "ServerTemplate", command: "mci template" },
	script: { one: "script", command: "mci script" },
};
