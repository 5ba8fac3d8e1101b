import { type CalendarDate, joinDate } from './calendarDate.ts';

/** One item of the guardianship sheet, worth 0, 1, 3 or 5 points. */
export interface GuardianshipItem {
  /** 1 to 20, as printed. */
  readonly number: number;
  readonly text: string;
  /**
   * What is seen may be a fact that the law seals: harm done to the child, misconduct, offences and drugs of people in the home
   * (未成年人保护法, 治安管理处罚法 art. 136). Its note is for the pen; the points, which weigh several things at once, are kept.
   */
  readonly noteByPen?: true;
}

/** A second-level indicator with its items. */
export interface GuardianshipIndicator {
  readonly name: string;
  readonly items: readonly GuardianshipItem[];
}

/** A first-level indicator. */
export interface GuardianshipPart {
  readonly name: string;
  readonly indicators: readonly GuardianshipIndicator[];
}

/**
 * Part two of the sheet. Three first-level and eleven second-level indicators as DB42/T 1969—2023 (Hubei) counts and names them;
 * the eight hazards of item 5 and the poverty line of item 13 after a county's sheet of 100 points (黔西); the twenty items are this
 * program's reconstruction.
 */
export const guardianshipParts: readonly GuardianshipPart[] = [
  {
    name: '儿童成长',
    indicators: [
      {
        name: '身体健康',
        items: [
          { number: 1, text: '预防接种与常见病就医' },
          { number: 2, text: '残疾或重病照料' },
        ],
      },
      {
        name: '心理健康',
        items: [
          { number: 3, text: '情绪、自我伤害迹象' },
          { number: 4, text: '社交退缩或异常依恋' },
        ],
      },
      {
        name: '儿童安全',
        items: [
          {
            number: 5,
            text: '居家环境八类隐患（性侵、家暴、虐待、用电用火、煤气、地质灾害、危房、溺水）',
            noteByPen: true,
          },
          { number: 6, text: '独处、夜间无成人陪伴' },
          { number: 7, text: '网络沉迷、网络交友' },
        ],
      },
      {
        name: '教育情况',
        items: [
          { number: 8, text: '在学与出勤' },
          { number: 9, text: '学业与师生关系' },
        ],
      },
      { name: '社会参与', items: [{ number: 10, text: '同伴关系、不良行为', noteByPen: true }] },
    ],
  },
  {
    name: '监护能力',
    indicators: [
      {
        name: '监护人健康状况',
        items: [
          { number: 11, text: '身体（年老、重病、重残）' },
          { number: 12, text: '精神状态、吸毒酗酒赌博', noteByPen: true },
        ],
      },
      {
        name: '收入水平',
        items: [{ number: 13, text: '家庭收入与低保线之比（2倍以上0分，1至2倍1或3分，不足1倍5分）' }],
      },
      {
        name: '情感交流',
        items: [
          { number: 14, text: '父母联系频次' },
          { number: 15, text: '教养方式（打骂、放任）' },
          { number: 16, text: '监护人前科或同住高风险人员', noteByPen: true },
        ],
      },
    ],
  },
  {
    name: '监护保障',
    indicators: [
      {
        name: '居住环境',
        items: [
          { number: 17, text: '住房与独立居室' },
          { number: 18, text: '与非亲属或单独与异性成人同住' },
        ],
      },
      { name: '邻里关系', items: [{ number: 19, text: '邻里支持与排斥' }] },
      { name: '亲属关系', items: [{ number: 20, text: '亲属支持、替代照料人' }] },
    ],
  },
];

/** All twenty items in the order of the sheet. */
export const guardianshipItems: readonly GuardianshipItem[] = guardianshipParts.flatMap(({ indicators }) =>
  indicators.flatMap(({ items }) => items),
);

/**
 * Part one: any 是 means high risk and help at once. The first two, 流浪乞讨 and 自伤自杀 follow a published five-level sheet with an
 * emergency screen, the rest is this program's reconstruction. Most of them are facts about victims: the boxes are for the pen.
 */
export const emergencyQuestions: readonly string[] = [
  '正在遭受家庭暴力、虐待或性侵害',
  '被拐卖、被非法雇用',
  '正在离家出走或流浪乞讨',
  '家庭重大变故、生活无着',
  '不满16周岁脱离监护单独生活',
  '不满8周岁无人看护',
  '自伤自杀言行',
  '其他危及生命安全情形',
];

/** Codes of the levels in the table of levels of risk; the smaller, the higher the risk. */
export type GuardianshipLevel = '1' | '2' | '3';

/**
 * From how many points on a level begins, the highest first, and what it says of the care for the child (监护缺失, 监护失当 and 监护不足
 * are results of DB42/T 1969—2023). No ministry form has cut-offs: these are this program's reconstruction.
 */
export const guardianshipBands: readonly {
  readonly least: number;
  readonly level: GuardianshipLevel;
  readonly care: string | null;
}[] = [
  { least: 60, level: '1', care: '监护缺失或监护失当' },
  { least: 30, level: '2', care: '监护不足' },
  { least: 0, level: '3', care: null },
];

/** Up to this total, with no item of 5 points, a child may go over to usual care (绿); reconstruction as the bands. */
const mostForUsualCare = 9;

/** What was answered: points of the twenty items in their order, null where none are given yet. */
export interface GuardianshipAnswers {
  readonly points: readonly (number | null)[];
  /** Whether any question of part one was answered 是; null while that is open. */
  readonly emergency: boolean | null;
}

/** The sum of all items; null until every item has its points, since a part of a sum would look like a low risk. */
export function guardianshipTotal({ points }: GuardianshipAnswers): number | null {
  if (points.length !== guardianshipItems.length) return null;
  let total = 0;
  for (const each of points) {
    if (each === null) return null;
    total += each;
  }
  return total;
}

/**
 * The level that follows from the answers: high at once when part one says so, else by the bands; null until both parts are
 * answered.
 */
export function guardianshipLevel(answers: GuardianshipAnswers): GuardianshipLevel | null {
  if (answers.emergency === true) return '1';
  const total = guardianshipTotal(answers);
  if (answers.emergency === null || total === null) return null;
  return guardianshipBands.find(({ least }) => total >= least)?.level ?? null;
}

/** What the level says of the care for the child, in the words of the sheet; null while it is open or says nothing more. */
export function guardianshipFinding(answers: GuardianshipAnswers): string | null {
  const level = guardianshipLevel(answers);
  if (mayTurnToUsualCare(answers)) return '可转绿、常规关注';
  return guardianshipBands.find((band) => band.level === level)?.care ?? null;
}

/** Whether hardly anything was found: nobody needs this child watched more than any other. */
export function mayTurnToUsualCare(answers: GuardianshipAnswers): boolean {
  const total = guardianshipTotal(answers);
  const isLow = answers.emergency === false && total !== null && total <= mostForUsualCare;
  return isLow && !answers.points.includes(5);
}

/** Whether one level means more risk than another. */
export function isHigherLevel(level: string, than: string): boolean {
  return Number(level) < Number(than);
}

/** Months in which every child is assessed again (a county's practice, 黔西). */
const assessmentMonths = [3, 9] as const;

/** The first day of the next month of assessments after a day. */
export function nextAssessmentOn(day: CalendarDate): CalendarDate {
  const year = Number(day.slice(0, 4));
  const days = [year, year + 1].flatMap((each) => assessmentMonths.map((month) => joinDate(each, month, 1)));
  return days.find((each) => each > day) ?? day;
}
