import { riskLevels } from '../codes/children.ts';
import { raisedRiskLevels, riskPoints } from '../codes/help.ts';
import { kinships } from '../codes/people.ts';
import { choice, date, paragraph, pastDate, personName, text, yesNo } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, optional, required, requiredWhen, view } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues, type Values } from '../registers/register.ts';
import { firstGuardian } from '../rules/childViews.ts';
import {
  type GuardianshipAnswers,
  type GuardianshipItem,
  guardianshipFinding,
  guardianshipItems,
  guardianshipLevel,
  guardianshipTotal,
  isHigherLevel,
  nextAssessmentOn,
} from '../rules/guardianshipScore.ts';
import { twoPeopleIssue } from '../rules/twoPeopleIssue.ts';
import { definePaper } from './paper.ts';

/** The field that holds the points of an item. */
export function pointsField({ number }: GuardianshipItem): string {
  return `item${number}_points`;
}

/** The field that holds what was seen, or null where that is written by pen alone. */
export function noteField({ number, noteByPen }: GuardianshipItem): string | null {
  return noteByPen ? null : `item${number}_note`;
}

const itemFields: Fields = Object.fromEntries(
  guardianshipItems.flatMap((item) => {
    const note = noteField(item);
    const points = [pointsField(item), expected(`第${item.number}项得分`, choice(riskPoints))] as const;
    return note === null ? [points] : [[note, optional(`第${item.number}项情况记录`, text(60))] as const, points];
  }),
);

const fields = {
  assessed_on: required('评估日期', pastDate),
  guardian_name: expected('监护人', personName),
  guardian_relation: expected('与儿童关系', choice(kinships)),
  emergency: expected('有无紧急情形', yesNo),
  ...itemFields,
  // A supervisor may raise a level with a reason, and lowers none in the same sitting (forms.md F13).
  raised_to: optional('审核上调为', choice(raisedRiskLevels)),
  next_on: expected('下次评估', date),
  opinion: requiredWhen('评估意见', paragraph(400), (values) => values.raised_to !== null),
  assessors: expected('评估人', text(40)),
} satisfies Fields;

function answersOf(values: RecordValues): GuardianshipAnswers {
  const { emergency } = values.fields;
  return {
    points: guardianshipItems.map((item) => {
      const points = values.fields[pointsField(item)];
      return typeof points === 'string' ? Number(points) : null;
    }),
    emergency: typeof emergency === 'boolean' ? emergency : null,
  };
}

/** The level that counts: the one that follows from the answers, or a higher one that a supervisor gave. */
function levelOf(values: RecordValues): string | null {
  const derived = guardianshipLevel(answersOf(values));
  const { raised_to: raised } = values.fields;
  if (derived === null || typeof raised !== 'string') return derived;
  return isHigherLevel(raised, derived) ? raised : derived;
}

function rules(values: RecordValues): Issue[] {
  const { fields: given } = values;
  const { assessed_on: assessedOn, next_on: nextOn, raised_to: raised } = given;
  const issues: Issue[] = [];
  if (typeof assessedOn === 'string' && typeof nextOn === 'string' && nextOn <= assessedOn) {
    issues.push({ severity: 'error', path: 'next_on', message: '下次评估日期应晚于评估日期，请核对' });
  }
  // Who finds a child in danger reports it and acts at once (未成年人保护法 art. 11; forms.md F13, part A).
  if (given.emergency === true) {
    const message = '有紧急情形，请立即采取保护措施，依法向公安机关和民政部门报告，不要等评分填完';
    issues.push({ severity: 'warning', path: 'emergency', message });
  }
  const derived = guardianshipLevel(answersOf(values));
  if (typeof raised === 'string' && derived !== null && !isHigherLevel(raised, derived)) {
    const level = riskLevels.label(derived);
    const message = `按评分已经是“${level}”，只能上调到更高的等级，不上调的请清空这一项`;
    issues.push({ severity: 'error', path: 'raised_to', message });
  }
  if (typeof raised === 'string' && derived === null) {
    issues.push({ severity: 'error', path: 'raised_to', message: '评分还没有填完，请填完再上调等级' });
  }
  // The child's director fills the sheet in with a second person (forms.md F13).
  return [...issues, ...twoPeopleIssue(given, 'assessors', '评估应由两人进行，请写两人的姓名，用“、”隔开')];
}

const samplePoints: Readonly<Record<number, string>> = {
  3: '3',
  6: '5',
  8: '1',
  11: '5',
  13: '3',
  14: '5',
  15: '3',
  17: '1',
  20: '5',
};

const sampleFields: Values = {
  ...emptyRow(fields),
  ...Object.fromEntries(guardianshipItems.map((item) => [pointsField(item), samplePoints[item.number] ?? '0'])),
  assessed_on: '2026-10-26',
  guardian_name: '田桂英',
  guardian_relation: '62',
  emergency: false,
  item6_note: '夜间常独自在家',
  item11_note: '祖母68岁，患高血压',
  item14_note: '父亲两个月来电一次',
  next_on: '2027-03-01',
  opinion: '祖母年迈，父亲长期在外，照看不足。建议督促父亲每周联系，安排邻里夜间照应。',
  assessors: '周敏、罗建国',
};

/**
 * 未成年人家庭监护风险评估表: a township's own sheet to find children whose care is at risk. It replaces no assessment of a family's
 * ability to care that 民政 orders. Of part one only is kept whether anything was found: the eight questions are about victims.
 */
export const guardianshipAssessment = definePaper({
  key: 'guardianshipAssessment',
  title: '家庭监护风险评估',
  kept: true,
  about: child,
  fields,
  views: {
    total: view('总分', text(3), {
      read: (values) => {
        const total = guardianshipTotal(answersOf(values));
        return total === null ? null : String(total);
      },
    }),
    level: view('风险等级', choice(riskLevels), { read: levelOf }),
    finding: view('评估结果', text(20), { read: (values) => guardianshipFinding(answersOf(values)) }),
  },
  sections: [
    { title: '评估对象', fields: ['assessed_on', 'guardian_name', 'guardian_relation'] },
    { title: '紧急介入筛查', fields: ['emergency'] },
    { title: '评分', fields: Object.keys(itemFields) },
    { title: '结果', fields: ['raised_to', 'next_on', 'opinion', 'assessors'] },
  ],
  summary: ['assessed_on', 'total', 'level'],
  prefill: ({ about, user, context }) => {
    const guardian = about === null ? undefined : firstGuardian(about)?.row;
    return {
      fields: {
        assessed_on: context.today,
        guardian_name: guardian?.name ?? null,
        guardian_relation: guardian?.relation ?? null,
        next_on: nextAssessmentOn(context.today),
        assessors: user,
      },
    };
  },
  rules,
  sample: { fields: sampleFields, rows: {} },
});
