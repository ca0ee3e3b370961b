/** Ed25519 for use cases. All keys and signatures are base64 of raw bytes. */
export interface Signing {
	/** A new pair: 32 bytes of the public key, 32 bytes of the secret seed. */
	newKey(): { readonly publicKey: string; readonly secretKey: string };
	/** The signature's 64 bytes. */
	sign(secretKey: string, bytes: Uint8Array): string;
	verify(publicKey: string, bytes: Uint8Array, signature: string): boolean;
}
