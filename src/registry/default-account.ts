/** The account that a registry begins with. */
export const defaultAccount = "default";
