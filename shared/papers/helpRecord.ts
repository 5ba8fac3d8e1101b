import { helpActivities, helpEffects } from '../codes/help.ts';
import { choice, choices, date, paragraph, pastDate, staffName, text } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { expected, expectedWhen, optional, required } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues } from '../registers/register.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { definePaper } from './paper.ts';

const fields = {
  helped_on: required('帮扶日期', pastDate),
  activities: expected('帮扶形式', choices(helpActivities)),
  place: expected('地点', text(40)),
  participants: expected('参加人员', text(100)),
  mood: expected('思想动态及近况', paragraph(500)),
  content: expected('帮扶内容', paragraph(800)),
  problem: expectedWhen('发现问题及处理', paragraph(400), (values) => values.effect === '4'),
  effect: expected('成效', choice(helpEffects)),
  next_step: optional('下一步', text(150)),
  next_on: optional('下一步日期', date),
  recorded_by: expected('记录人', staffName),
} satisfies Fields;

function rules({ fields: given }: RecordValues): Issue[] {
  const issues = datesInOrder(fields, given, ['helped_on', 'next_on']);
  const { activities, content } = given;
  if (Array.isArray(activities) && activities.includes('99') && content === null) {
    issues.push({ severity: 'warning', path: 'content', message: '帮扶形式选了“其他”，请在帮扶内容里写明做了什么' });
  }
  return issues;
}

/** 帮扶记录: one sheet for each time somebody helps (seed 003 三(一)4-三). In the order of their days they are the child's growth record. */
export const helpRecord = definePaper({
  key: 'helpRecord',
  title: '帮扶记录',
  kept: true,
  about: child,
  fields,
  sections: [
    { title: '活动', fields: ['helped_on', 'activities', 'place', 'participants'] },
    { title: '情况', fields: ['mood', 'content', 'problem', 'effect'] },
    { title: '下一步', fields: ['next_step', 'next_on', 'recorded_by'] },
  ],
  summary: ['helped_on', 'activities', 'effect'],
  prefill: ({ user, context }) => ({ fields: { helped_on: context.today, recorded_by: user } }),
  rules,
  sample: {
    fields: {
      ...emptyRow(fields),
      helped_on: '2026-11-08',
      activities: ['1', '8'],
      place: '双塘村儿童之家',
      participants: '周敏、何文静、祖母田桂英',
      mood: '最近愿意说话，提到想念父亲，晚上睡得不好。',
      content: '和同学一起过生日，与父亲视频通话；心理老师单独谈心，教她放松和记录心情的办法。',
      problem: '祖母不会用视频电话，已教会并留下字条。',
      effect: '2',
      next_step: '督促父亲每周视频一次',
      next_on: '2026-11-22',
      recorded_by: '周敏',
    },
    rows: {},
  },
});
