/** How an OS writes its version after its word. */
type VersionStyle = "ubuntu" | "debian" | "windows" | "suse" | "compact" | "plain" | "rolling";

/** One OS as image names spell it. */
export interface OsWord {
	readonly os: string;
	readonly pattern: RegExp;
	readonly style: VersionStyle;
}

/**
 * OS words in matching order: of several in a name, the more specific one comes first (`fedora-coreos` before
 * `coreos`, `amazon-linux` after the others because `amazon` also names the cloud).
 */
export const osWords: readonly OsWord[] = [
	word("fedora-coreos", /fedora[-_ ]?coreos|(?<![a-z0-9])fcos/g, "rolling"),
	word(
		"rhcos",
		/(?<![a-z0-9])(?:rhcos|aro4(?![a-z0-9])|rh-o(?:cp|ke|pp)-worker|rhel-\d+-(?=[4-9]\d\d\.\d\d\.\d{12}))/g,
		"rolling",
	),
	word("scos", /(?<![a-z0-9])scos(?![a-z])/g, "rolling"),
	word("flatcar", /flatcar/g, "rolling"),
	word("coreos", /coreos/g, "rolling"),
	word("bottlerocket", /bottlerocket/g, "rolling"),
	word("gardenlinux", /garden[-_ ]?linux/g, "rolling"),
	word("rancheros", /rancher[-_ ]?os/g, "rolling"),
	word("talos", /(?<![a-z0-9])talos(?![a-z])/g, "rolling"),
	word("ubuntu", /ubuntu|(?<![a-z0-9])u(?=(?:1[02468]|2[02468])[-_.]?(?:04|10)(?!\d))/g, "ubuntu"),
	word("centos-stream", /centos[-_ ]?stream/g, "compact"),
	word("centos", /centos|(?<![a-z0-9])cent(?=\d)/g, "compact"),
	word("almalinux-kitten", /alma[-_ ]?linux[-_ ]?(?:os[-_ ]?)?kitten/g, "plain"),
	word("almalinux", /alma[-_ ]?linux|(?<![a-z0-9])alma(?![a-z])/g, "compact"),
	word("rocky", /(?<![a-z0-9])rocky/g, "compact"),
	word("oracle-linux", /oracle[-_ ]?(?:autonomous[-_ ]?)?linux|(?<![a-z0-9])ol(?=[6-9]|1\d)/g, "compact"),
	word("suse-manager", /suse[-_ ]manager/g, "plain"),
	word("opensuse-microos", /opensuse[-_ ]?microos/g, "rolling"),
	word("opensuse", /opensuse[-_ ]?tumbleweed/g, "rolling"),
	word("opensuse", /opensuse/g, "plain"),
	word("sle-micro", /sle[-_ ]micro/g, "plain"),
	word("sles", /(?<![a-z0-9])sles|(?<![a-z0-9])sle(?=[-_ ]?\d)|(?<![a-z0-9])suse[-_ ]?linux/g, "suse"),
	word("suse", /(?<![a-z0-9])suse/g, "suse"),
	word("rhel", /(?<![a-z0-9])rhel|rhel(?=[5-9]|1\d)|red[-_ ]?hat/g, "compact"),
	word("debian", /debian/g, "debian"),
	word("fedora", /fedora/g, "plain"),
	word("alpine", /(?<![a-z0-9])alpine/g, "plain"),
	word("windows", /windows|(?<![a-z0-9])win(?=[-_ ]?(?:7|8|10|11|20))/g, "windows"),
	word("macos", /(?<![a-z0-9])mac[-_ ]?os/g, "plain"),
	word("freebsd", /freebsd/g, "plain"),
	word("openbsd", /openbsd/g, "plain"),
	word("nixos", /nixos/g, "plain"),
	word("photon", /(?<![a-z0-9])photon/g, "plain"),
	word("azure-linux", /azure[-_ ]?linux|(?:cbl[-_ ])?mariner/g, "plain"),
	word("arch", /arch[-_ ]?linux/g, "rolling"),
	word("gentoo", /gentoo/g, "rolling"),
	word("kali", /(?<![a-z0-9])kali/g, "plain"),
	word(
		"amazon-linux",
		/amazon[-_ ]?(?:linux|eks)|(?<=capa-ami-)amazon|(?<=cluster.*)alinux|(?<![a-z0-9])(?:amzn|al(?=20\d\d|2(?!\d)))/g,
		"plain",
	),
	word("cos", /(?<![a-z0-9])cos(?=[-_ ])/g, "plain"),
];

function word(os: string, pattern: RegExp, style: VersionStyle): OsWord {
	return { os, pattern, style };
}

/** Ubuntu's code names and versions (https://wiki.ubuntu.com/Releases). */
export const ubuntuCodeNames: ReadonlyMap<string, string> = new Map(
	Object.entries({
		breezy: "5.10",
		dapper: "6.06",
		edgy: "6.10",
		feisty: "7.04",
		gutsy: "7.10",
		hardy: "8.04",
		intrepid: "8.10",
		jaunty: "9.04",
		karmic: "9.10",
		lucid: "10.04",
		maverick: "10.10",
		natty: "11.04",
		oneiric: "11.10",
		precise: "12.04",
		quantal: "12.10",
		raring: "13.04",
		saucy: "13.10",
		trusty: "14.04",
		utopic: "14.10",
		vivid: "15.04",
		wily: "15.10",
		xenial: "16.04",
		yakkety: "16.10",
		zesty: "17.04",
		artful: "17.10",
		bionic: "18.04",
		cosmic: "18.10",
		disco: "19.04",
		eoan: "19.10",
		focal: "20.04",
		groovy: "20.10",
		hirsute: "21.04",
		impish: "21.10",
		jammy: "22.04",
		kinetic: "22.10",
		lunar: "23.04",
		mantic: "23.10",
		noble: "24.04",
		oracular: "24.10",
		plucky: "25.04",
		questing: "25.10",
		resolute: "26.04",
	}),
);

/** Debian's code names and major versions (https://www.debian.org/releases/). */
export const debianCodeNames: ReadonlyMap<string, string> = new Map(
	Object.entries({
		sarge: "3.1",
		etch: "4",
		lenny: "5",
		squeeze: "6",
		wheezy: "7",
		jessie: "8",
		stretch: "9",
		buster: "10",
		bullseye: "11",
		bookworm: "12",
		trixie: "13",
		forky: "14",
	}),
);

/** The code name among the words of `text` (lower case), with its OS and version. */
export function findCodeName(text: string): { os: string; osVersion: string } | undefined {
	for (const token of text.split(/[^a-z]+/)) {
		const ubuntu = ubuntuCodeNames.get(token);
		if (ubuntu) return { os: "ubuntu", osVersion: ubuntu };
		const debian = debianCodeNames.get(token);
		if (debian) return { os: "debian", osVersion: debian };
	}
	return undefined;
}
