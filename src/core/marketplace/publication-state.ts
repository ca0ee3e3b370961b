/**
 * `active` is offered · `deprecated` is hidden, not imported by itself, and still comes with an active template that needs it ·
 * `retracted` is gone for everyone who has not imported it.
 */
export const publicationStates = ["active", "deprecated", "retracted"] as const;
export type PublicationState = (typeof publicationStates)[number];

/** What is done with the state of a publication. */
export const publicationActs = ["deprecate", "reactivate", "retract"] as const;
export type PublicationAct = (typeof publicationActs)[number];

/** The state after an act; null = it can't be done from there. An act that changes nothing is allowed. */
const moves: Readonly<Record<PublicationAct, Readonly<Record<PublicationState, PublicationState | null>>>> = {
	deprecate: { active: "deprecated", deprecated: "deprecated", retracted: null },
	reactivate: { active: "active", deprecated: "active", retracted: "active" },
	retract: { active: "retracted", deprecated: "retracted", retracted: "retracted" },
};

/** The state that an act leads to; null where it can't be done: what is retracted is reactivated first. */
export function publicationAfter(state: PublicationState, act: PublicationAct): PublicationState | null {
	return moves[act][state];
}
