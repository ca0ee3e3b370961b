/** An MCI was made or changed between reading and taking it: the group starts over. */
export class HeadMoved extends Error {}
