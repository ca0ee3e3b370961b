/**
 * True for a URL whose host is not on the public Internet, judged by its name or number: an address of RFC 1918 or
 * similar, a name without a dot, or one under a suffix that is never delegated (RFC 6761, RFC 8375, and
 * `.internal`). Does not detect public names that resolve to such an address. False if the text is not a URL with a
 * host.
 */
export function isPrivateHost(url: string): boolean {
	const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/:?#]+)/i
		.exec(url)?.[1]
		?.toLowerCase()
		.replace(/\.$/, "");
	// s3://bucket and gs://bucket name a bucket, not a host.
	if (host === undefined || !/^(https?|ftp|oci|docker):/i.test(url)) return false;
	if (host.startsWith("[")) return /^\[(::1?|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/.test(host);
	const numbers = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(host);
	if (numbers) return isPrivateNumber(Number(numbers[1]), Number(numbers[2]));
	return (
		!host.includes(".") || /\.(localhost|local|internal|intranet|lan|home|corp|test|invalid|home\.arpa)$/.test(host)
	);
}

function isPrivateNumber(first: number, second: number): boolean {
	if (first === 10 || first === 127 || first === 0) return true;
	if (first === 172) return second >= 16 && second <= 31;
	if (first === 100) return second >= 64 && second <= 127;
	return (first === 192 && second === 168) || (first === 169 && second === 254);
}
