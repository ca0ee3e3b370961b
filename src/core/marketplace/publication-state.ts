/**
 * `active`: listed · `deprecated`: hidden, never imported automatically, but still comes with an active template
 * that needs it · `retracted`: gone for everyone who has not imported it.
 */
export const publicationStates = ["active", "deprecated", "retracted"] as const;
export type PublicationState = (typeof publicationStates)[number];

/** The acts that change a publication's state. */
export const publicationActs = ["deprecate", "reactivate", "retract"] as const;
export type PublicationAct = (typeof publicationActs)[number];

/** The state after an act; null if the act is not allowed. An act that changes nothing is allowed. */
const moves: Readonly<Record<PublicationAct, Readonly<Record<PublicationState, PublicationState | null>>>> = {
	deprecate: { active: "deprecated", deprecated: "deprecated", retracted: null },
	reactivate: { active: "active", deprecated: "active", retracted: "active" },
	retract: { active: "retracted", deprecated: "retracted", retracted: "retracted" },
};

/** The state after an act; null if it is not allowed: a retracted publication must be reactivated first. */
export function publicationAfter(state: PublicationState, act: PublicationAct): PublicationState | null {
	return moves[act][state];
}
