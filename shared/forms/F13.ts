import { riskLevels } from '../codes/children.ts';
import { guardianshipAssessment, noteField, pointsField } from '../papers/guardianshipAssessment.ts';
import {
  emergencyQuestions,
  type GuardianshipPart,
  guardianshipBands,
  guardianshipParts,
} from '../rules/guardianshipScore.ts';
import { defineSheet } from './defineSheet.ts';
import { namedSignature, signedCell } from './inkCells.ts';
import {
  dateValue,
  entry,
  label,
  labelled,
  option,
  penTicks,
  type SheetRow,
  ticks,
  value,
  wideEntry,
} from './sheet.ts';

/** Rows are 7 mm high; text of two lines needs a little more. */
const heightOf = (text: string): number => (text.length > 22 ? 9 : 7);

/** From how many points on a level begins, for whoever adds them up by hand. */
const levelsInWords = `总分${guardianshipBands
  .map(({ least, level }) => `${least > 0 ? `${least}分以上` : '其余'}为${riskLevels.label(level)}`)
  .join('，')}；紧急介入筛查任一项为“是”的，不论总分都为高。`;

/** An indicator's name, broken at its words. */
const headingOf = (name: string): string => name.replace(/^(监护人)(健康状况)$/u, '$1\n$2');

/** One row for each item of a part; its name and those of its indicators go down the side. */
function partRows({ name, indicators }: GuardianshipPart): SheetRow[] {
  const count = indicators.reduce((sum, { items }) => sum + items.length, 0);
  return indicators.flatMap((indicator, indicatorIndex) =>
    indicator.items.map((item, itemIndex): SheetRow => {
      const note = noteField(item);
      return {
        height: heightOf(item.text),
        cells: [
          ...(indicatorIndex === 0 && itemIndex === 0 ? [label(name, 2, count)] : []),
          ...(itemIndex === 0 ? [label(headingOf(indicator.name), 2, indicator.items.length)] : []),
          wideEntry(`${item.number} ${item.text}`, 5),
          note === null ? wideEntry('', 2) : wideEntry(value(note), 2),
          entry(value(pointsField(item)), 1),
        ],
      };
    }),
  );
}

/**
 * 未成年人家庭监护风险评估表. What was seen and the number of the file take more width than the indicators need. The boxes of part one and the notes of four items stay empty for the pen: whoever suffers harm, misconduct
 * and offences are sealed matter. Kept is whether part one found anything, which says no more than that help must come at once.
 */
export const F13 = defineSheet({
  key: 'F13',
  title: '未成年人家庭监护风险评估表',
  shortTitle: '监护风险评估表',
  register: guardianshipAssessment,
  source: {
    kind: 'reconstruction',
    text: '没有找到统一的国家表样：指标框架按湖北地方标准公开的三类十一项，紧急筛查的四项按公开的分级评分资料，八类隐患按公开的县级评分表，其余项目、各项分值和等级界线由本程序拟定。',
  },
  columns: [11, 11, 13, 13, 15, 15, 15, 15, 12, 20, 20, 20],
  beside: ['raised_to'],
  rows: [
    {
      height: 9,
      cells: [
        ...labelled('姓名', 2, 'about.name', 2),
        ...labelled('性别', 1, 'about.sex', 1),
        ...labelled('出生日期', 2, 'about.birth_date', 2),
        ...labelled('档案号', 1, 'about.file_number', 1),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('监护人', 2, 'guardian_name', 2),
        ...labelled('与儿童关系', 2, 'guardian_relation', 2),
        label('评估日期', 2),
        entry(dateValue('assessed_on'), 2),
      ],
    },
    {
      height: 16,
      cells: [
        label('一、紧急介入筛查', 2),
        wideEntry(
          [
            ...penTicks('□', ' ', emergencyQuestions),
            '；任一为“是”即为高风险，立即介入。紧急情形：',
            ...ticks('emergency', '□', ' ', [option('有', '1'), option('无', '0')]),
          ],
          10,
        ),
      ],
    },
    {
      height: 8,
      cells: [label('一级指标', 2), label('二级指标', 2), label('评估项目', 5), label('情况记录', 2), label('得分', 1)],
    },
    ...guardianshipParts.flatMap(partRows),
    {
      height: 9,
      cells: [
        ...labelled('总分', 2, 'total', 2),
        label('风险等级', 2),
        entry(ticks('level', '□', ' ', [option('高', '1'), option('中', '2'), option('低', '3')]), 3),
        label('下次评估', 1),
        entry(dateValue('next_on'), 2),
      ],
    },
    { height: 16, cells: labelled('评估意见', 2, 'opinion', 10, 'left') },
    {
      height: 14,
      cells: [
        label('评估人', 2),
        namedSignature(value('assessors'), 4, '（签名，两人）'),
        label('审核人', 2),
        signedCell(4),
      ],
    },
  ],
  notes: [
    '本表为镇级摸排工具，不替代民政部门委托的家庭监护能力评估。每项按0、1、3、5分评分，0分为没有问题，5分为严重。',
    levelsInWords,
    '第一部分各项和第5、10、12、16项的情况依法保密，打印后用笔填写，电脑中只记有无紧急情形和得分。',
  ],
});
