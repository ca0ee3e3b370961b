import { fault } from "../errors.ts";

const shortest = 12;
const longest = 1000;

/**
 * The reason why a text is not a valid password for this user, as a clause; undefined if it is valid. Checks length
 * and a list of the most common passwords, with no rule about digits or symbols, as NIST SP 800-63B (5.1.1.2)
 * recommends. Characters are Unicode code points.
 */
export function passwordProblem(password: string, userName: string): string | undefined {
	if (password.length > 2 * longest) return `it is longer than ${longest} characters`;
	const characters = [...password];
	if (characters.length < shortest) return `it is shorter than ${shortest} characters`;
	if (characters.length > longest) return `it is longer than ${longest} characters`;
	const plain = password.toLowerCase();
	if (isRepeated(plain, userName.toLowerCase())) return "it is the user's name";
	if (mostUsed.has(plain)) return "it is one of the most used passwords";
	if (new Set(plain).size < 4) return "it repeats a few characters";
	return undefined;
}

/** Returns the password, or throws `password-invalid` with the problem. The fault never contains the password. */
export function parsePassword(password: string, userName: string): string {
	const problem = passwordProblem(password, userName);
	if (problem !== undefined) throw fault("password-invalid", { problem });
	return password;
}

/** True if the text is `word`, repeated any number of times. */
function isRepeated(text: string, word: string): boolean {
	return word !== "" && text.length % word.length === 0 && text === word.repeat(text.length / word.length);
}

/**
 * The most common leaked passwords (SecLists, 10-million-password-list) that satisfy the length rule above, and
 * this product's own names.
 */
const mostUsed: ReadonlySet<string> = new Set([
	"0123456789ab",
	"012345678910",
	"0987654321qwerty",
	"123123123123",
	"123321123321",
	"1234512345123",
	"123456123456",
	"1234567812345678",
	"123456789012",
	"1234567890123",
	"12345678901234",
	"123456789012345",
	"1234567890123456",
	"123456789101112",
	"123456789123456",
	"123456789123456789",
	"123456789abc",
	"123456789qwe",
	"123456789qwerty",
	"1234567890qwerty",
	"123456abcdef",
	"123456qwerty",
	"123qweasdzxc",
	"1q2w3e4r5t6y",
	"1q2w3e4r5t6y7u",
	"1q2w3e4r5t6y7u8i",
	"1qaz2wsx3edc",
	"1qaz2wsx3edc4rfv",
	"1qaz1qaz1qaz",
	"987654321987654321",
	"abc123abc123",
	"abc123456789",
	"abcd1234abcd",
	"abcdefghijkl",
	"abcdefghijklm",
	"abcdefghijklmnopqrstuvwxyz",
	"adminadminadmin",
	"administrator",
	"administrator1",
	"adminpassword",
	"asdfasdfasdf",
	"asdfghjkl123",
	"asdfghjklqwertyuiop",
	"changemenow!",
	"changeme1234",
	"changemechangeme",
	"correct horse battery staple",
	"correcthorsebatterystaple",
	"defaultpassword",
	"iloveyou1234",
	"iloveyoubaby",
	"iloveyouforever",
	"letmeinletmein",
	"letmein12345",
	"mixmixmixmix",
	"multicloud-images",
	"multicloudimages",
	"multicloud images",
	"mypassword123",
	"newpassword1",
	"passw0rdpassw0rd",
	"password!234",
	"password0000",
	"password1234",
	"password12345",
	"password123456",
	"password123456789",
	"password2024",
	"password2025",
	"password2026",
	"passwordpassword",
	"q1w2e3r4t5y6",
	"q1w2e3r4t5y6u7i8",
	"qazwsxedc123",
	"qazwsxedcrfv",
	"qweasdzxc123",
	"qwerasdfzxcv",
	"qwerty123456",
	"qwerty1234567",
	"qwerty12345678",
	"qwerty123456789",
	"qwertyqwerty",
	"qwertyuiop12",
	"qwertyuiop123",
	"qwertyuiop1234567890",
	"qwertyuiopas",
	"qwertyuiopasdfghjkl",
	"qwertyuiopasdfghjklzxcvbnm",
	"rootrootroot",
	"secretsecret",
	"secretpassword",
	"superman1234",
	"testtesttest",
	"thisisapassword",
	"trustno1trustno1",
	"unknownunknown",
	"welcome12345",
	"welcome123456",
	"zaq12wsxcde3",
	"zxcvbnm12345",
	"zxcvbnmasdfghjkl",
	"zxcvbnmzxcvbnm",
]);
