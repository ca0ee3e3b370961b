/** Name of the newest migration, for readers that must not load them all. A test of the migrations keeps it correct. */
export const newestMigration = "0012-held-back";
