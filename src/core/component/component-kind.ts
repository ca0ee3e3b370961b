/**
 * The kinds of components with revisions. HEAD, commits, diff, merge and channels work the same way for all of
 * them.
 */
export const componentKinds = ["mci", "template", "script"] as const;
export type ComponentKind = (typeof componentKinds)[number];

/** The noun for a component of a kind, and the command that lists them. */
export const componentNouns: Readonly<Record<ComponentKind, { readonly one: string; readonly command: string }>> = {
	mci: { one: "MultiCloud Image", command: "mci" },
	template: { one: "ServerTemplate", command: "mci template" },
	script: { one: "script", command: "mci script" },
};
