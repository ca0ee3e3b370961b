/** The first account of a registry. */
export const defaultAccount = "default";
