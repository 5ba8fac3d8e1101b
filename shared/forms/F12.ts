import { childHearing, contactWays } from '../codes/help.ts';
import { careAgreement } from '../papers/careAgreement.ts';
import { familyPapers } from '../papers/familyPapers.ts';
import { defineSheet } from './defineSheet.ts';
import { boxes, sealedCell } from './inkCells.ts';
import {
  blank,
  dateValue,
  entry,
  join,
  label,
  labelled,
  penDate,
  penTicks,
  type SheetRow,
  type SheetSource,
  twelveColumns,
  value,
  wideEntry,
} from './sheet.ts';

/** Of no slot more is public than that parents sign 两单两书 (seed 004 §22). */
const defaultText: SheetSource = {
  kind: 'reconstruction',
  text: '专项行动方案第22项要求签订“两单两书”，四份文书的名称和内容没有找到原文；本份为通用范本，由本程序拟定。本地有统一文本的，可换成本单位的表样。',
};

/** Whose paper it is, and who answers for the child. */
const familyRows: readonly SheetRow[] = [
  {
    height: 9,
    cells: [
      ...labelled('儿童姓名', 2, 'about.name', 2),
      ...labelled('性别', 1, 'about.sex', 1),
      ...labelled('身份证号码', 2, 'about.id_number', 4),
    ],
  },
  {
    height: 9,
    cells: [
      ...labelled('监护人', 2, 'about.guardian_name', 2),
      ...labelled('与儿童关系', 2, 'about.guardian_relation', 2),
      ...labelled('联系电话', 2, 'about.guardian_phone', 2),
    ],
  },
];

/** Duties of those who answer for a child, after 未成年人保护法 arts. 15–24. */
const duties: readonly (readonly [string, string])[] = [
  ['生活照料', '为孩子提供吃、穿、住等生活保障，保证休息和睡眠；按时预防接种，有病及时就医。'],
  ['看护', '不让不满8周岁或需要特别照顾的孩子处于无人看护状态，不让不满16周岁的孩子脱离监护单独生活。'],
  ['安全', '消除家中用电、用火、燃气、门窗阳台等隐患；教育孩子遵守交通规则，不私自到江河、水库、池塘游泳玩水。'],
  ['就学', '送适龄孩子接受并完成义务教育，不使失学、辍学；经常与老师联系，了解学习和在校情况。'],
  ['陪伴沟通', '关心孩子的情绪和心理变化，多陪伴、多交流，不打骂、不放任；发现异常及时求助。'],
  ['教育引导', '教育孩子遵纪守法、养成良好习惯，预防和制止不良行为；管好手机使用，防止沉迷网络和轻信网友。'],
  ['自我保护', '教孩子认识危险、防范欺凌和侵害，遇到危险及时离开，告诉信任的大人，必要时拨打110。'],
  [
    '委托照护',
    '父母外出不能完全履行监护职责的，委托有照护能力的成年人照护，听取孩子的意愿，书面告知学校和村（居）民委员会。',
  ],
  [
    '经常联系',
    '外出期间每周至少与孩子和受委托人联系一次，了解生活、学习、心理等情况；接到异常情况的通知及时采取措施。',
  ],
  [
    '不得有的行为',
    '不得虐待、遗弃、非法送养孩子或对孩子实施家庭暴力，不得放任孩子失学、辍学、违法犯罪，不得让孩子违规务工、订婚、结婚。',
  ],
];

const dutyList = defineSheet({
  key: 'F12-1',
  title: '家庭监护责任清单',
  shortTitle: '监护责任清单',
  register: familyPapers,
  source: defaultText,
  columns: twelveColumns,
  beside: ['duty_list_until', 'duty_list_unsigned', 'handled_by'],
  rows: [
    ...familyRows,
    { height: 9, cells: [label('序号', 1), label('责任事项', 2), label('具体要求', 9)] },
    ...duties.map(
      ([duty, text], index): SheetRow => ({
        height: 14,
        cells: [label(String(index + 1), 1), label(duty, 2), wideEntry(text, 9)],
      }),
    ),
    {
      height: 26,
      cells: [
        label('签收', 2),
        entry('以上责任已经逐条告知，\n本人清楚并保存一份。\n监护人（签名）：　　　　　　', 5),
        sealedCell(5, '村（居）民委员会（盖章）'),
      ],
    },
  ],
  foot: {
    align: 'spread',
    items: [
      ['签收日期：', dateValue('duty_list_on')],
      ['告知人（签名）：', blank(8)],
    ],
  },
});

/** What a family may ask for, of whom, and the short numbers that hold everywhere. */
const services: readonly (readonly [string, string, string, string])[] = [
  ['基本生活', '孤儿、事实无人抚养儿童基本生活保障，低保、特困供养，临时救助', '镇（街道）\n民政办', ''],
  ['医疗', '资助参加居民医保，医疗费用报销，医疗救助', '镇（街道）\n医保窗口', ''],
  ['就学', '家庭经济困难学生资助，劝返复学，送教上门', '就读学校', ''],
  ['残疾康复', '办理残疾人证，残疾儿童康复救助，辅助器具', '残联', ''],
  ['走访关爱', '定期走访，督促落实监护责任，协助申请救助和福利', '村（社区）\n儿童主任', ''],
  ['家庭教育', '家庭教育指导，亲子关系咨询', '妇联', '12338'],
  ['心理关爱', '情绪疏导，心理咨询和心理援助', '心理援助热线', '12356'],
  ['青少年服务', '青少年成长中的困惑、权益受损的咨询和求助', '青少年服务台', '12355'],
  ['法律援助', '法律咨询，申请法律援助', '公共法律\n服务热线', '12348'],
  ['政务求助', '未成年人保护、救助政策的咨询、投诉和求助', '政务服务\n便民热线', '12345'],
  ['紧急求助', '走失、遇险、受到侵害或发现他人侵害未成年人', '派出所', '110'],
];

const serviceList = defineSheet({
  key: 'F12-2',
  title: '关爱服务与帮扶资源清单',
  shortTitle: '服务资源清单',
  register: familyPapers,
  source: defaultText,
  columns: twelveColumns,
  beside: ['service_list_until', 'service_list_unsigned', 'handled_by'],
  rows: [
    ...familyRows,
    {
      height: 9,
      cells: [label('序号', 1), label('服务项目', 2), label('服务内容', 5), label('联系单位', 2), label('联系电话', 2)],
    },
    ...services.map(
      ([service, text, office, phone], index): SheetRow => ({
        height: 14,
        cells: [label(String(index + 1), 1), label(service, 2), wideEntry(text, 5), label(office, 2), label(phone, 2)],
      }),
    ),
    {
      height: 26,
      cells: [
        label('签收', 2),
        entry('以上服务已经告知，\n本人清楚并保存一份。\n监护人（签名）：　　　　　　', 5),
        sealedCell(5, '村（居）民委员会（盖章）'),
      ],
    },
  ],
  foot: {
    align: 'spread',
    items: [
      ['签收日期：', dateValue('service_list_on')],
      ['告知人（签名）：', blank(8)],
    ],
  },
});

/** What parents promise their village. */
const promises: readonly string[] = [
  '依法履行监护职责，把孩子的安全和健康放在首位，不因外出务工、离婚、再婚等原因放弃或推卸监护责任。',
  '保障孩子的吃、穿、住和看病，不让不满8周岁的孩子无人看护，不让不满16周岁的孩子脱离监护单独生活。',
  '保证孩子按时入学，不使其失学、辍学；经常与老师联系，配合学校教育。',
  '尊重孩子，耐心陪伴，不打骂、不虐待、不遗弃，不对孩子实施家庭暴力。',
  '教育孩子防溺水、防火、防触电、防交通事故、防欺凌和侵害，及时制止不良行为。',
  '外出时委托有能力的成年人照护，听取孩子意愿，书面告知学校和村（居）委会。',
  '外出期间每周至少与孩子联系一次，电话、住址和务工地点改变时及时告知。',
  '孩子有异常情况时及时返回或采取措施；配合走访、评估和帮扶，接受监督。',
];

const pledge = defineSheet({
  key: 'F12-3',
  title: '家庭监护责任承诺书',
  shortTitle: '监护责任承诺书',
  register: familyPapers,
  source: defaultText,
  columns: twelveColumns,
  beside: ['pledge_until', 'pledge_unsigned', 'handled_by'],
  rows: [
    ...familyRows,
    { height: 10, cells: [wideEntry('作为孩子的父母（监护人），我（们）向村（居）民委员会承诺：', 12)] },
    ...promises.map(
      (text, index): SheetRow => ({ height: 14, cells: [label(String(index + 1), 1), wideEntry(text, 11)] }),
    ),
    {
      height: 28,
      cells: [
        label('承诺人', 2),
        entry(`父亲（签名、按手印）：　　　　　　　　\n\n母亲（签名、按手印）：　　　　　　　　`, 10),
      ],
    },
    {
      height: 28,
      cells: [
        label('见证', 2),
        sealedCell(5, '村（居）民委员会（盖章）'),
        entry(`经办人（签名）：　　　　　　\n\n${penDate}`, 5),
      ],
    },
  ],
  foot: { align: 'right', items: [['签订日期：', dateValue('pledge_on')]] },
});

const agreement = defineSheet({
  key: 'F12-4',
  title: '委托照护协议书',
  shortTitle: '委托照护协议书',
  register: careAgreement,
  source: {
    kind: 'reconstruction',
    text: '专项行动方案第22项要求签订“两单两书”，原文没有找到；各栏按未成年人保护法对委托照护的规定由本程序拟定。本地有统一文本的，可换成本单位的表样。',
  },
  // As wide as （父母） needs it.
  columns: [19, 11, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15],
  beside: ['handled_by'],
  rows: [
    {
      height: 9,
      cells: [
        label('儿童', 1, 2),
        ...labelled('姓名', 1, 'about.name', 2),
        ...labelled('性别', 1, 'about.sex', 1),
        ...labelled('身份证号码', 2, 'about.id_number', 4),
      ],
    },
    {
      height: 9,
      cells: [
        label('住址及学校', 3),
        wideEntry([value('about.residence_address'), join('，'), value('about.school_or_status')], 8),
      ],
    },
    {
      height: 9,
      cells: [
        label('委托人\n（父母）', 1, 3),
        ...labelled('父亲姓名', 1, 'father_name', 2),
        ...labelled('身份证号码', 2, 'father_id_number', 3),
        ...labelled('电话', 1, 'father_phone', 2),
      ],
    },
    {
      height: 9,
      cells: [
        ...labelled('母亲姓名', 1, 'mother_name', 2),
        ...labelled('身份证号码', 2, 'mother_id_number', 3),
        ...labelled('电话', 1, 'mother_phone', 2),
      ],
    },
    { height: 9, cells: labelled('务工地点及单位', 3, 'workplace', 8, 'left') },
    {
      height: 9,
      cells: [
        label('受委托人', 1, 3),
        ...labelled('姓名', 1, 'carer_name', 2),
        ...labelled('身份证号码', 2, 'carer_id_number', 3),
        ...labelled('电话', 1, 'carer_phone', 2),
      ],
    },
    {
      height: 9,
      cells: [...labelled('与儿童关系', 2, 'carer_relation', 2), ...labelled('健康状况', 2, 'carer_health', 5)],
    },
    {
      height: 12,
      cells: [
        label('不适宜情形核查', 3),
        wideEntry(
          [
            ...penTicks('□', ' ', [
              '无性侵害、虐待、遗弃、拐卖、暴力伤害等记录',
              '无吸毒酗酒赌博',
              '无怠于照护',
              '无其他不适宜',
            ]),
            '；核查人：',
            value('checked_by', [blank(5)]),
          ],
          8,
        ),
      ],
    },
    {
      height: 9,
      cells: [
        label('委托期限', 2),
        entry([dateValue('from_on'), '至', dateValue('to_on')], 4),
        ...labelled('费用及支付', 2, 'cost', 4),
      ],
    },
    {
      height: 9,
      cells: [
        label('联系约定', 2),
        entry(['每周不少于', value('contact_times', [blank(2)]), '次 ', ...boxes('contact_ways', contactWays)], 4),
        label('听取儿童意愿', 2),
        entry(boxes('child_heard', childHearing), 4),
      ],
    },
    { height: 30, cells: labelled('双方职责', 2, 'duties', 10, 'left') },
    {
      height: 20,
      cells: [label('签字', 2), entry('委托人（签名、按手印）：\n\n', 5), entry('受委托人（签名、按手印）：\n\n', 5)],
    },
    {
      height: 26,
      cells: [label('见证', 2), sealedCell(5, '村（居）民委员会（盖章）：'), sealedCell(5, '学校知晓（签名）：')],
    },
  ],
  foot: { align: 'right', items: [['签订日期：', dateValue('signed_on')]] },
  notes: ['不适宜情形由核查人用笔勾选，电脑中不作记录。'],
});

/**
 * The pack of 两单两书: two lists that a family is told and signs for, a pledge of the parents, and an agreement with whoever cares for the
 * child. Four slots: an office puts its own template in the place of any of them.
 */
export const F12 = [dutyList, serviceList, pledge, agreement] as const;
