import { codeTable } from './codeTable.ts';

const opinion = '关于建立侵害未成年人案件强制报告制度的意见（试行）';
const own = '程序自定';

/** How a report reached the police. */
export const reportWays = codeTable('报告方式', own, [
  { code: '1', label: '110' },
  { code: '2', label: '派出所' },
  { code: '3', label: '当面' },
  { code: '4', label: '书面' },
]);

/** The nine situations that have to be reported, shortened as forms.md F23 prints them. */
export const reportSituations = codeTable('报告情形', opinion, [
  { code: '1', label: '1 生殖器官或隐私部位非正常损伤' },
  { code: '2', label: '2 不满14周岁女性疑受性侵、怀孕、流产' },
  { code: '3', label: '3 14周岁以上女性受性侵致怀孕、流产' },
  { code: '4', label: '4 多处损伤、严重营养不良、意识不清，疑受家暴欺凌虐待殴打麻醉' },
  { code: '5', label: '5 自杀自残工伤中毒等非正常伤残死亡' },
  { code: '6', label: '6 被遗弃或长期无人照料' },
  { code: '7', label: '7 来源不明、失踪或被拐卖收买' },
  { code: '8', label: '8 被组织乞讨' },
  { code: '9', label: '9 其他侵害或危险' },
]);

/** When it happened. */
export const reportUrgencies = codeTable('紧急程度', own, [
  { code: '1', label: '正在发生' },
  { code: '2', label: '72小时内' },
  { code: '3', label: '既往' },
]);

/** What was done so that nothing of the evidence is lost. */
export const evidenceCare = codeTable('证据保护', own, [
  { code: '1', label: '未清洗更换衣物' },
  { code: '2', label: '封存监控' },
  { code: '3', label: '病历伤情照片' },
  { code: '9', label: '其他' },
]);

/** Who is told at the same time. */
export const reportNotices = codeTable('同步告知', own, [
  { code: '1', label: '主管部门' },
  { code: '2', label: '民政' },
  { code: '3', label: '教育' },
  { code: '4', label: '检察机关' },
  { code: '5', label: '未保办' },
]);

/** What the police answered. */
export const reportAnswers = codeTable('反馈', own, [
  { code: '1', label: '受案' },
  { code: '2', label: '立案' },
  { code: '3', label: '不予立案' },
  { code: '4', label: '移送' },
  { code: '5', label: '临时监护' },
  { code: '6', label: '救助' },
]);
