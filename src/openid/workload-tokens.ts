import { createHash } from "node:crypto";
import type { errors, JWTPayload } from "jose";
import type { IssuerKeys } from "./issuer-keys.ts";
import type { VerifiedWorkload, WorkloadOutcome, WorkloadRefusal, WorkloadTokens } from "./openid.ts";
import { faultIn, unavailable } from "./unavailable.ts";

/** Signatures that only the issuer can make: no shared secrets, and never none. */
const algorithms = [
	"RS256",
	"RS384",
	"RS512",
	"PS256",
	"PS384",
	"PS512",
	"ES256",
	"ES384",
	"ES512",
	"EdDSA",
	"Ed25519",
];
const longestToken = 16 * 1024;
/** The allowed difference between clocks. */
const toleranceSeconds = 30;
/**
 * The maximum age, even if an issuer allows more: a job exchanges its token early, and used tokens are stored for this
 * long.
 */
const maxAgeSeconds = 60 * 60;

export function workloadTokens(keys: IssuerKeys, now: () => string): WorkloadTokens {
	return {
		issuerOf: async (token) => {
			if (token.length > longestToken) return null;
			const { decodeJwt } = await import("jose");
			try {
				return decodeJwt(token).iss ?? null;
			} catch {
				return null;
			}
		},
		verify: async (token, expected) => {
			if (token.length > longestToken) return refused("not-a-token");
			const { jwtVerify } = await import("jose");
			const keyOf = await keys.of(expected.issuer);
			try {
				const { payload } = await jwtVerify(token, keyOf, {
					algorithms,
					issuer: expected.issuer,
					audience: [...expected.audiences],
					clockTolerance: toleranceSeconds,
					maxTokenAge: maxAgeSeconds,
					requiredClaims: ["exp"],
					currentDate: new Date(now()),
				});
				return verified(token, payload);
			} catch (error) {
				const because = await refusalOf(error);
				if (because !== undefined) return refused(because);
				keys.forget(expected.issuer);
				throw unavailable(expected.issuer, error);
			}
		},
	};
}

function verified(token: string, payload: JWTPayload): WorkloadOutcome {
	const { aud, exp, iat } = payload;
	const audiences = typeof aud === "string" ? [aud] : (aud ?? []);
	const [audience] = audiences;
	// If a token is also for others, any of them could pass it on.
	if (audience === undefined || audiences.length !== 1) return refused("audience-wrong");
	if (exp === undefined || iat === undefined) return refused("claims-incomplete");
	const usableUntil = new Date((Math.min(exp, iat + maxAgeSeconds) + toleranceSeconds) * 1000).toISOString();
	const workload: VerifiedWorkload = {
		audience,
		subject: typeof payload.sub === "string" ? payload.sub : null,
		claims: payload,
		tokenId: tokenIdOf(token, payload),
		usableUntil,
	};
	return { kind: "verified", workload };
}

/** The issuer's own id, or the digest of the signed part. Never of the signature: it can be written in several ways. */
function tokenIdOf(token: string, { jti }: JWTPayload): string {
	if (typeof jti === "string" && jti !== "") return `jti:${jti.length > 200 ? sha256(jti) : jti}`;
	return `sha256:${sha256(token.slice(0, token.lastIndexOf(".")))}`;
}

function sha256(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

/** Why a token is refused; undefined if it was not checked because the issuer could not be reached. */
async function refusalOf(error: unknown): Promise<WorkloadRefusal | undefined> {
	const { errors } = await import("jose");
	if (faultIn(error) || !(error instanceof errors.JOSEError)) return undefined;
	if (error instanceof errors.JWTExpired) return error.claim === "iat" ? "too-old" : "expired";
	if (error instanceof errors.JWTClaimValidationFailed) return claimRefusal(error);
	return refusals[error.code];
}

const refusals: Readonly<Record<string, WorkloadRefusal>> = {
	ERR_JWS_INVALID: "not-a-token",
	ERR_JWT_INVALID: "not-a-token",
	ERR_JOSE_ALG_NOT_ALLOWED: "algorithm-not-allowed",
	ERR_JOSE_NOT_SUPPORTED: "algorithm-not-allowed",
	ERR_JWKS_NO_MATCHING_KEY: "key-not-known",
	ERR_JWKS_MULTIPLE_MATCHING_KEYS: "key-not-known",
	ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "signature-wrong",
};

function claimRefusal({ claim, reason }: errors.JWTClaimValidationFailed): WorkloadRefusal {
	if (reason === "missing" || reason === "invalid") return "claims-incomplete";
	if (claim === "iss") return "issuer-wrong";
	if (claim === "aud") return "audience-wrong";
	return "not-yet-valid";
}

function refused(because: WorkloadRefusal): WorkloadOutcome {
	return { kind: "refused", because };
}
