/** An MCI was created or changed between reading and locking it: the group starts over. */
export class HeadMoved extends Error {}
