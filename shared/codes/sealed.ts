import { codeTable } from './codeTable.ts';

const own = '程序自定';

/** On what ground the office holds sealed matter at all: without one of them it is not entered. */
export const sealedBases = codeTable('登记依据', own, [
  { code: '1', label: '公安机关依规定通报' },
  { code: '2', label: '检察院、法院或司法行政机关来文' },
  { code: '3', label: '强制报告、举报或求助' },
  { code: '4', label: '医疗、心理等专门机构出具' },
  { code: '5', label: '本单位依法履职了解' },
]);

/** What was done to a child, or as what the child was found (restricted categories J1 and K2 of the screening plans). */
export const harmKinds = codeTable('受侵害情形', '侵害未成年人案件强制报告意见；四项重点工作方案', [
  { code: '1', label: '性侵害' },
  { code: '2', label: '家庭暴力' },
  { code: '3', label: '虐待' },
  { code: '4', label: '遗弃' },
  { code: '5', label: '欺凌、殴打' },
  { code: '6', label: '拐卖、来历不明或被解救' },
  { code: '7', label: '网络侵害' },
  { code: '9', label: '其他侵害' },
]);

/** 失足情形 of table 2 (restricted category H2). */
export const offenceKinds = codeTable('失足情形', '四失排查方案三（一）2', [
  { code: '1', label: '曾受行政处罚' },
  { code: '2', label: '曾受刑事处罚' },
  { code: '3', label: '未被处理但有两次及以上警情（交通事故除外）' },
]);

/** 不良行为 (restricted category H4), as table 2 prints it. */
export const misconductKinds = codeTable('不良行为', '预防未成年人犯罪法第二十八条', [
  { code: '1', label: '吸烟饮酒' },
  { code: '2', label: '多次旷课逃学' },
  { code: '3', label: '无故夜不归宿、离家出走' },
  { code: '4', label: '沉迷网络' },
  { code: '5', label: '与有不良习性者交往或结伙' },
  { code: '6', label: '进入不宜进入场所' },
  { code: '7', label: '参与赌博、封建迷信或邪教' },
  { code: '8', label: '接触淫秽暴力恐怖内容' },
  { code: '9', label: '其他' },
]);

/** 严重不良行为 (restricted category H5), as table 2 prints it. */
export const seriousMisconductKinds = codeTable('严重不良行为', '预防未成年人犯罪法第三十八条', [
  { code: '1', label: '结伙斗殴、寻衅滋事' },
  { code: '2', label: '非法携带管制器具' },
  { code: '3', label: '殴打辱骂恐吓伤害他人' },
  { code: '4', label: '盗窃哄抢抢夺故意毁财' },
  { code: '5', label: '传播淫秽物品信息' },
  { code: '6', label: '卖淫嫖娼、淫秽表演' },
  { code: '7', label: '吸毒或向他人提供毒品' },
  { code: '8', label: '赌博赌资较大' },
  { code: '9', label: '其他' },
]);

/** 已采取措施 of table 2. */
export const correctiveMeasures = codeTable('已采取措施', '预防未成年人犯罪法第三十一条、第四十一条', [
  { code: '1', label: '训诫' },
  { code: '2', label: '督促监护令' },
  { code: '3', label: '家庭教育指导' },
  { code: '4', label: '责令接受心理辅导行为矫治' },
  { code: '5', label: '社会观护' },
  { code: '6', label: '专门教育' },
  { code: '9', label: '其他' },
]);

/** What the records of public security violations are about. */
export const violationKinds = codeTable('违法类别', own, [
  { code: '1', label: '涉黄' },
  { code: '2', label: '涉赌' },
  { code: '3', label: '涉毒' },
  { code: '9', label: '其他' },
]);

/** Decisions about minors whose records are sealed like those of offences. */
export const procedureKinds = codeTable('处理情形', '预防未成年人犯罪法第五十九条、社区矫正法第五十四条', [
  { code: '1', label: '不起诉' },
  { code: '2', label: '附条件不起诉' },
  { code: '3', label: '刑事强制措施' },
  { code: '4', label: '专门教育' },
  { code: '5', label: '专门矫治教育' },
  { code: '6', label: '社区矫正' },
  { code: '7', label: '社会调查、帮教' },
]);

/** What an assessment or a diagnosis that may not become known is about (restricted category A3 among them). */
export const assessmentKinds = codeTable('评估或病情', own, [
  { code: '1', label: '心理评估' },
  { code: '2', label: '精神障碍诊断' },
  { code: '3', label: '艾滋病病毒感染' },
  { code: '9', label: '其他依法保密的病情' },
]);
