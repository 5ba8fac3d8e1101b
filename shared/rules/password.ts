/** What a password must not repeat. */
export interface PasswordContext {
  readonly userName?: string;
  /** The name of the office or township. */
  readonly officeName?: string;
  /** The two names as typed without an input method, in every reading: pinyin with blanks between syllables. */
  readonly spellings?: readonly string[];
  /** The first digits of everybody's identity number here: codes of the county's villages, or parts of them. */
  readonly areaCodes?: readonly string[];
}

/** Days after which a password is old (等级保护 “定期更换”). */
export const passwordDays = 90;

/** The verdict on a password while it is typed. */
export interface PasswordVerdict {
  /** 0 very weak, 1 weak, 2 fair, 3 strong, 4 very strong. Below 2 it is not acceptable. */
  readonly score: 0 | 1 | 2 | 3 | 4;
  readonly acceptable: boolean;
  /** What to change, one Chinese sentence each; empty when acceptable. */
  readonly reasons: readonly string[];
}

const shortest = 10;
const anyCharacters = 16;

/** What a password needs, said before one is typed. */
export const passwordRule = `至少${shortest}个字符，用上大写字母、小写字母、数字、符号中的三种；或者至少${anyCharacters}个字符。不要带姓名、单位、生日和电话。`;

/** Pieces of passwords people choose first: worldwide lists, and the habits of Chinese users. */
const commonPieces = [
  'password passwd pass word admin administrator root user guest test demo login welcome hello iloveyou love letmein',
  'monkey dragon master sunshine princess football baseball superman batman shadow michael charlie daniel jordan',
  'secret changeme default system server computer internet windows office google baidu alibaba taobao tencent weixin',
  'wechat qq123 apple iphone huawei xiaomi abc aaa xyz asd zxc qwe qaz wsx edc rfv qazwsx zaq xsw p@ssw0rd',
  'woaini woaiwojia woaiwo woaizhongguo woshishui woshi aini wodemima mima nihao zhongguo china beijing shanghai',
  'guangzhou shenzhen sichuan chongqing laopo laogong baobei baobao qinaide tiantian meimei gege jiejie mama baba',
  'wangwei zhangwei liwei lina liuyang wangfang zhangmin lijing zhangli zhang wang yang zhao huang zhou chen zheng',
  'xiaoming xiaohong shengri kuaile xingfu jiankang pingan facai gongxi zhenzhen minzheng hulei weibao ertong',
  'nideshengri wangyuan weilai yongyuan xihuan qiche diannao shouji lianxi gongzuo bangong xiangzheng cunwei',
  '1314 520 5201314 521 1314520 7758 7758521 168 518 888 666 999 110 119 120 147 258 369 159 357 741 852 963',
  '我爱你 我的密码 密码 你好 中国 生日快乐 管理员 用户 测试 护蕾 民政 儿童 台账',
]
  .join(' ')
  .split(' ')
  .toSorted((a, b) => b.length - a.length);

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890', '!@#$%^&*()', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik'];
const keyboard = rows.flatMap((row) => [row, [...row].toReversed().join('')]);

const substitutions: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '!': 'i',
  $: 's',
  '5': 's',
  '3': 'e',
};

/**
 * The rule for passwords: at least 10 characters of 3 kinds out of 4, or at least 16 of any kind; without the user's or
 * the office's name or their pinyin, a date, telephone number or part of an identity number; not put together from what everybody
 * tries first. The lists of weak passwords are made of such pieces, so no list is kept: what a guesser tries early is counted.
 */
export function checkPassword(password: string, context: PasswordContext = {}): PasswordVerdict {
  const text = password.normalize('NFKC');
  const characters = [...text];
  const reasons: string[] = [];
  if (characters.length < shortest) {
    reasons.push(`密码至少要${shortest}个字符，现在有${characters.length}个。`);
  } else if (characters.length < anyCharacters && kindsOf(text) < 3) {
    reasons.push(`请用上大写字母、小写字母、数字、符号中的三种，或者加长到${anyCharacters}个字符以上。`);
  }
  const folded = text.toLowerCase();
  if (contains(folded, context.userName)) reasons.push('密码里不要带用户名。');
  if (contains(folded, context.officeName)) reasons.push('密码里不要带单位名称。');
  if (context.spellings?.some((spelling) => isSpelledIn(folded, spelling))) {
    reasons.push('密码里不要带姓名或单位名称的拼音。');
  }
  // A separator hides nothing: 2014-03-05 and 139 0000 0000 are what they are.
  const numbers = text.replaceAll(/(?<=\d)[\s\-/._](?=\d)/g, '').match(/\d{6,}x?/gi) ?? [];
  const areaCodes = (context.areaCodes ?? []).map((code) => code.slice(0, 6)).filter((code) => /^\d{6}$/.test(code));
  if (numbers.some((number) => isPersonalNumber(number) || areaCodes.some((code) => number.includes(code)))) {
    reasons.push('密码里不要带生日、电话号码或身份证号码。');
  }
  const bits = guessingBits(folded, text);
  if (reasons.length === 0 && bits < 40) reasons.push('这个密码太常见，容易被猜到，请换一个。');
  const acceptable = reasons.length === 0;
  const strength = bits < 28 ? 0 : bits < 40 ? 1 : bits < 55 ? 2 : bits < 75 ? 3 : 4;
  return { score: acceptable || strength < 2 ? strength : 1, acceptable, reasons };
}

function kindsOf(text: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(text)).length;
}

function contains(folded: string, name: string | undefined): boolean {
  const part = (name ?? '').normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
  return part.length >= 2 && folded.replaceAll(/\s/g, '').includes(part);
}

/**
 * A name as one word of pinyin, with the family name last, with initials after it, or without the family name: zhangxiaohua,
 * xiaohuazhang, zhangxh, xiaohua. The family name is one syllable or, as 欧阳 and 尉迟, two.
 */
function isSpelledIn(folded: string, spelling: string): boolean {
  const syllables = spelling.toLowerCase().split(/\s+/).filter(Boolean);
  if (syllables.length < 2) return false;
  const plain = folded.replaceAll(/[^\p{L}\d]/gu, '');
  const words = (syllables.length > 2 ? [1, 2] : [1]).flatMap((length) => {
    const [family, given] = [syllables.slice(0, length).join(''), syllables.slice(length)];
    const turned = given.join('') + family;
    // What two syllables give besides is too short, and one syllable alone stands in words that are nobody's name.
    if (syllables.length === 2) return [turned];
    const initials = given.map((syllable) => syllable.charAt(0)).join('');
    return [family + initials, turned, ...(given.length > 1 ? [given.join('')] : [])];
  });
  return [syllables.join(''), ...words].some((word) => word.length >= 5 && plain.includes(word));
}

/**
 * A date (20140305, 140305), a mobile or fixed telephone number (with its area prefix 0…), or as many digits as an identity number
 * or its last part with X has.
 */
function isPersonalNumber(number: string): boolean {
  const digits = number.replace(/x$/i, '');
  if (digits.length >= 15 || digits !== number || /1[3-9]\d{9}/.test(digits)) return true;
  if (/^0[1-9]\d{8,10}$/.test(digits)) return true;
  if (/(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/.test(digits)) return true;
  return /^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(digits);
}

/** Bits a guesser needs who tries common pieces, runs on the keyboard and repetitions as one character each. */
function guessingBits(folded: string, text: string): number {
  let bits = 0;
  for (let start = 0; start < folded.length; ) {
    const length = pieceAt(folded, start);
    const character = text.charAt(start);
    if (length > 1) bits += 5;
    else if (/\d/.test(character)) bits += Math.log2(10);
    else if (/[a-z]/i.test(character)) bits += /[A-Z]/.test(character) ? 6 : 5;
    else if (/\p{Script=Han}/u.test(character)) bits += 9;
    else bits += 6;
    start += length;
  }
  return bits;
}

/** How many characters from `start` on are one piece a guesser tries as a whole. */
function pieceAt(text: string, start: number): number {
  const rest = text.slice(start);
  const plain = [...rest].map((character) => substitutions[character] ?? character).join('');
  const piece = commonPieces.find((common) => rest.startsWith(common) || plain.startsWith(common));
  const year = /^(19[5-9]\d|20[0-4]\d)/.exec(rest)?.[0];
  return Math.max(1, piece?.length ?? 0, year?.length ?? 0, runAt(rest), repetitionAt(text, start));
}

function runAt(rest: string): number {
  let longest = 1;
  for (const row of keyboard) {
    let length = 3;
    while (length <= rest.length && row.includes(rest.slice(0, length))) length += 1;
    if (length > 3) longest = Math.max(longest, length - 1);
  }
  const step = rest.charCodeAt(1) - rest.charCodeAt(0);
  if (Math.abs(step) <= 1) {
    let length = 2;
    while (rest.charCodeAt(length) - rest.charCodeAt(length - 1) === step) length += 1;
    if (length >= 3) longest = Math.max(longest, length);
  }
  return longest;
}

function repetitionAt(text: string, start: number): number {
  let length = 3;
  while (start + length <= text.length && text.slice(0, start).includes(text.slice(start, start + length))) length += 1;
  return length > 3 ? length - 1 : 1;
}
