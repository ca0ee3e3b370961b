/** The package's version; the build puts it in. */
export const version = process.env.MCI_VERSION ?? "0.0.0-source";
