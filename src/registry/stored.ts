/** What use cases give back, under the registry's own door: those who present it need not know the storage. */
export type {
	StoredAuditEntry,
	StoredCloud,
	StoredComponent,
	StoredImage,
	StoredRevision,
	StoredToken,
	StoredUpstream,
	Usage,
} from "../storage/store.ts";
