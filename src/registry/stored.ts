/** What use cases give back, under the registry's own door: those who present it need not know the storage. */
export type {
	ChannelMove,
	FormerName,
	RevisionNote,
	StoredAuditEntry,
	StoredChannel,
	StoredCloud,
	StoredComponent,
	StoredDeployment,
	StoredFeed,
	StoredImage,
	StoredRevision,
	StoredServer,
	StoredToken,
	StoredUpstream,
	Usage,
	WholeServer,
} from "../storage/store.ts";
