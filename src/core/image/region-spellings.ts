/**
 * Oracle's region keys, which stand in OCIDs of the oldest regions and in short names.
 * https://docs.oracle.com/iaas/Content/General/Concepts/regions.htm
 */
const oracleKeys = pairs(`
	iad us-ashburn-1 phx us-phoenix-1 sjc us-sanjose-1 ord us-chicago-1 fra eu-frankfurt-1
	lhr uk-london-1 ams eu-amsterdam-1 zrh eu-zurich-1 mad eu-madrid-1 mrs eu-marseille-1 lin eu-milan-1
	arn eu-stockholm-1 cdg eu-paris-1 cwl uk-cardiff-1 yyz ca-toronto-1 yul ca-montreal-1
	gru sa-saopaulo-1 vcp sa-vinhedo-1 scl sa-santiago-1 vap sa-valparaiso-1 bog sa-bogota-1
	nrt ap-tokyo-1 kix ap-osaka-1 icn ap-seoul-1 yny ap-chuncheon-1 bom ap-mumbai-1 hyd ap-hyderabad-1
	syd ap-sydney-1 mel ap-melbourne-1 sin ap-singapore-1 xsp ap-singapore-2 jed me-jeddah-1
	ruh me-riyadh-1 dxb me-dubai-1 auh me-abudhabi-1 mtz il-jerusalem-1 jnb af-johannesburg-1
	qro mx-queretaro-1 mty mx-monterrey-1
`);

/**
 * AWS regions by the names of the console, without spaces and signs.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
 */
const awsNames = pairs(`
	useastnvirginia us-east-1 useastohio us-east-2 uswestncalifornia us-west-1 uswestoregon us-west-2
	africacapetown af-south-1 asiapacifichongkong ap-east-1 asiapacifictaipei ap-east-2
	asiapacificmumbai ap-south-1 asiapacifichyderabad ap-south-2 asiapacifictokyo ap-northeast-1
	asiapacificseoul ap-northeast-2 asiapacificosaka ap-northeast-3 asiapacificsingapore ap-southeast-1
	asiapacificsydney ap-southeast-2 asiapacificjakarta ap-southeast-3
	asiapacificmelbourne ap-southeast-4 asiapacificmalaysia ap-southeast-5
	asiapacificthailand ap-southeast-7 canadacentral ca-central-1 canadawestcalgary ca-west-1
	europefrankfurt eu-central-1 eufrankfurt eu-central-1 europezurich eu-central-2
	europeireland eu-west-1 euireland eu-west-1 europelondon eu-west-2 eulondon eu-west-2
	europeparis eu-west-3 euparis eu-west-3 europestockholm eu-north-1 eustockholm eu-north-1
	europemilan eu-south-1 eumilan eu-south-1 europespain eu-south-2 israeltelaviv il-central-1
	middleeastbahrain me-south-1 middleeastuae me-central-1 mexicocentral mx-central-1
	southamericasaopaulo sa-east-1 southamericasopaulo sa-east-1 awsgovclouduseast us-gov-east-1
	awsgovclouduswest us-gov-west-1 chinabeijing cn-north-1 chinaningxia cn-northwest-1
`);

function pairs(text: string): ReadonlyMap<string, string> {
	const words = text.trim().split(/\s+/);
	return new Map(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? ""] as const] : [])));
}

/** The form only, so that a misspelled region (`us-esat-1`) is still one, and a word that is none is not. */
const awsRegion = /^(?!aws-)[a-z]{2,4}(?:-[a-z]{2,12}){1,2}-?\d{1,2}$/;
const azureRegion = /^(?=.*(?:north|south|east|west|central|gov|dod))[a-z]{3,}\d{0,2}$/;

/**
 * The region that a publisher's text means: AWS's names of the console and names of availability zones (`us-east-1a`),
 * Azure's display names (“West Europe”, “(US) East US 2”), Oracle's keys (`iad`). Any other text stays, but for
 * case and separators.
 */
export function regionOfText(type: string, text: string): string {
	const trimmed = text.trim();
	const lower = trimmed.toLowerCase();
	switch (type) {
		case "azure":
			return lower.replace(/^\([a-z ]+\)\s*/, "").replace(/[\s_-]+/g, "");
		case "aws": {
			const region = lower.replace(/_/g, "-");
			const zone = /^(.+-\d+)[a-z]$/.exec(region)?.[1];
			if (zone !== undefined && awsRegion.test(zone)) return zone;
			return awsNames.get(lower.replace(/[^a-z]+/g, "")) ?? region;
		}
		case "oracle":
			return oracleKeys.get(lower) ?? trimmed;
		default:
			return trimmed;
	}
}

/** True unless the text certainly is not the name of a region of this cloud type. */
export function hasRegionForm(type: string, region: string): boolean {
	if (type === "aws") return awsRegion.test(region);
	return type !== "azure" || azureRegion.test(region);
}
