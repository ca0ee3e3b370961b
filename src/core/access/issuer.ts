/**
 * The problem with an issuer's URL, as a clause after “it”; undefined if its form is valid. Does not check whether
 * the URL may be fetched.
 */
export function issuerProblem(issuer: string): string | undefined {
	if (issuer.length > 500) return "is longer than 500 characters";
	if (!/^https?:\/\//.test(issuer)) return "is not an https URL";
	if (/[?#]/.test(issuer)) return "has a query or a fragment, and an issuer can't have either";
	if (/^https?:\/\/[^/]*@/.test(issuer)) return "contains a user name";
	// Compared byte for byte with what tokens say: only characters that a URL is written with.
	if (!/^https?:\/\/([A-Za-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[\w.~!$&'()*+,;=:@%/-]*)?$/.test(issuer))
		return "is not a URL in normal form";
	return undefined;
}

/**
 * True for an issuer of GitHub Actions: github.com, an enterprise's subdomain of ghe.com, or a GitHub Enterprise
 * Server.
 */
export function isGitHub(issuer: string): boolean {
	return (
		/^https?:\/\/token\.actions\.(githubusercontent\.com|[A-Za-z0-9-]+\.ghe\.com)(\/|$)/.test(issuer) ||
		/\/_services\/token\/?$/.test(issuer)
	);
}
