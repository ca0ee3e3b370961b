/** Name of the newest migration, for readers that must not load them all. The migrations' test keeps it true. */
export const newestMigration = "0010-feed-schedule";
