import { riskLevels } from './children.ts';
import { type CodeTable, codeTable } from './codeTable.ts';
import { kinships } from './people.ts';

const helpPlanSource = '困境儿童服务方案（江苏）';
const own = '程序自定';

/** What the police found of a missing parent, as the receipt prints it. */
export const searchResults = codeTable('查找情况', '儿童失联父母查找情况回执单（按同类文书绘制）', [
  { code: '1', label: '仍下落不明' },
  { code: '2', label: '已查找到' },
]);

/** What a parent can be to a child, of blood, by marriage or by adoption. */
export const parentKinships = codeTable(
  kinships.name,
  kinships.source,
  kinships.entries.filter(({ code }) => ['51', '52', '57', '58'].includes(code)),
);

/** Whom the receipt is handed to (seed 000, 三(十九)). */
export const receiptRecipients = codeTable('送达单位', '四项重点工作方案范文三（十九）', [
  { code: '1', label: '报警人' },
  { code: '2', label: '乡镇（街道）' },
  { code: '3', label: '民政部门' },
  { code: '4', label: '其他当事人' },
]);

/** How parents who are away keep in touch with their child. */
export const contactWays = codeTable('联系方式', own, [
  { code: '1', label: '电话' },
  { code: '2', label: '视频' },
  { code: '3', label: '见面' },
]);

/** Whether the child was heard before somebody was entrusted with its care (未成年人保护法 art. 22). */
export const childHearing = codeTable('听取儿童意愿', own, [
  { code: '1', label: '已听取' },
  { code: '2', label: '年龄过小' },
]);

/** Points of one item of the guardianship sheet: 0 no problem, 5 serious. */
export const riskPoints = codeTable('得分', own, [
  { code: '0', label: '0' },
  { code: '1', label: '1' },
  { code: '3', label: '3' },
  { code: '5', label: '5' },
]);

/** Levels that a supervisor may raise a child to. */
export const raisedRiskLevels = codeTable(
  '上调等级',
  own,
  riskLevels.entries.filter(({ code }) => code === '1' || code === '2'),
);

/** 高（红）, 中（黄）, 低（蓝）, 绿: levels as the plan prints them beside its boxes; the codes are those of the registry. */
export const planRiskLevels = codeTable('风险等级', '各地分级做法，颜色一致', [
  { code: '1', label: '高（红）', synonyms: ['高', '红'] },
  { code: '2', label: '中（黄）', synonyms: ['中', '黄'] },
  { code: '3', label: '低（蓝）', synonyms: ['低', '蓝'] },
  { code: '4', label: '绿', synonyms: ['常规'] },
]);

/** Lines of the plan's list of problems: the first five of the public service plan, the others after seed 004 三. */
export const problemCategories = codeTable('问题类别', helpPlanSource, [
  { code: '1', label: '生活保障' },
  { code: '2', label: '医疗保障' },
  { code: '3', label: '教育资助' },
  { code: '4', label: '康复救助' },
  { code: '5', label: '监护保护' },
  { code: '6', label: '心理与行为' },
  { code: '7', label: '人身安全' },
  { code: '9', label: '其他' },
]);

/** 生活保障 of the list of problems. */
export const livingSupport = codeTable('生活保障', helpPlanSource, [
  { code: '1', label: '已全额保障' },
  { code: '2', label: '符合政策但未保障' },
  { code: '3', label: '已纳入保障但未足额' },
  { code: '4', label: '不符合生活补助' },
  { code: '9', label: '其他' },
]);

/** 医疗保障 of the list of problems. */
export const medicalSupport = codeTable('医疗保障', helpPlanSource, [
  { code: '1', label: '已保障到位' },
  { code: '2', label: '未资助参保' },
  { code: '3', label: '未报销到位' },
]);

/** 教育资助 of the list of problems. */
export const schoolSupport = codeTable('教育资助', helpPlanSource, [
  { code: '1', label: '已资助到位' },
  { code: '2', label: '未资助到位' },
  { code: '3', label: '失学' },
  { code: '4', label: '辍学' },
]);

/** 康复救助 of the list of problems. */
export const rehabilitation = codeTable('康复救助', helpPlanSource, [
  { code: '1', label: '已救助到位' },
  { code: '2', label: '未参加康复训练' },
  { code: '3', label: '未配备矫治器具' },
  { code: '4', label: '不符合康复救助' },
]);

/** 监护保护 of the list of problems. The form's boxes 已报案 and 未报案 stay empty for the pen: a report to the police is sealed. */
export const guardianshipProblems = codeTable('监护保护', helpPlanSource, [
  { code: '1', label: '监护正常' },
  { code: '2', label: '父/母不履行监护责任' },
  { code: '3', label: '未按规定委托监护人' },
  { code: '4', label: '委托监护人监护不当' },
  { code: '9', label: '其他' },
]);

/** 心理与行为. The boxes 不良行为 and 严重不良行为 stay empty for the pen: misconduct of a minor is sealed matter. */
export const mindProblems = codeTable('心理与行为', '四项重点工作方案三的三类困境', [
  { code: '1', label: '正常' },
  { code: '2', label: '心理困境' },
  { code: '9', label: '其他' },
]);

/** 人身安全. The box 疑似受侵害（已强制报告） stays empty for the pen: who may be a victim is sealed matter. */
export const safetyProblems = codeTable('人身安全', own, [
  { code: '1', label: '正常' },
  { code: '3', label: '同住高风险人员' },
  { code: '4', label: '独居或夜间无人看护' },
  { code: '9', label: '其他' },
]);

/** Who helps beside the leader: the people of seed 003 三(一)4, then the offices of seed 004 §21–22. */
export const teamRoles = codeTable('帮扶角色', '四失排查方案三（一）4和四项重点工作方案21、22', [
  { code: '1', label: '法官' },
  { code: '2', label: '检察官' },
  { code: '3', label: '警官', synonyms: ['民警'] },
  { code: '4', label: '司法行政人员' },
  { code: '5', label: '班主任', synonyms: ['老师'] },
  { code: '6', label: '村（社区）儿童主任', synonyms: ['儿童主任'] },
  { code: '7', label: '心理健康教师' },
  { code: '8', label: '网格员' },
  { code: '9', label: '社会组织' },
  { code: '10', label: '卫计办' },
  { code: '11', label: '妇联' },
  { code: '12', label: '团委' },
  { code: '13', label: '司法所' },
  { code: '14', label: '学校' },
  { code: '15', label: '民政办' },
  { code: '99', label: '其他' },
]);

/**
 * 服务方式: the first four of the public service plan, the others of seed 001 §12. The box 强制报告 stays empty for the pen: it
 * would say who is taken for a victim.
 */
export const serviceWays = codeTable('服务方式', helpPlanSource, [
  { code: '1', label: '协助争取保障' },
  { code: '2', label: '志愿者定期探访' },
  { code: '3', label: '社工结对服务' },
  { code: '5', label: '法律援助' },
  { code: '6', label: '司法救助' },
  { code: '7', label: '生活救助' },
  { code: '8', label: '医疗救治' },
  { code: '9', label: '心理干预' },
  { code: '10', label: '转学安置' },
  { code: '11', label: '临时监护' },
]);

/** What helpers do with a child: the first six of seed 003 三(一)4. */
export const helpActivities = codeTable('帮扶形式', '四失排查方案三（一）4', [
  { code: '1', label: '过一次生日', synonyms: ['过生日'] },
  { code: '2', label: '吃一顿晚餐' },
  { code: '3', label: '共植一棵成长树' },
  { code: '4', label: '一次红色教育' },
  { code: '5', label: '一次庭审' },
  { code: '6', label: '参观看守所' },
  { code: '7', label: '走访' },
  { code: '8', label: '谈心谈话' },
  { code: '9', label: '心理疏导' },
  { code: '10', label: '学业辅导' },
  { code: '11', label: '协调救助' },
  { code: '99', label: '其他' },
]);

/** What came of one time of help. */
export const helpEffects = codeTable('成效', own, [
  { code: '1', label: '明显好转' },
  { code: '2', label: '有所好转' },
  { code: '3', label: '无变化' },
  { code: '4', label: '加重（转会商）', synonyms: ['加重'] },
]);

/** Kinds of visits. */
export const visitKinds = codeTable('走访类型', '社会救助入户走访表（江苏）', [
  { code: '1', label: '定期回访' },
  { code: '2', label: '日常走访' },
  { code: '3', label: '特殊走访' },
  { code: '4', label: '电话走访' },
]);

/**
 * Hazards of a home. The boxes 性侵, 家暴 and 虐待 stay empty for the pen: who may be a victim is sealed matter.
 */
export const homeHazards = codeTable('安全隐患', '家庭监护评分表（黔西）', [
  { code: '4', label: '用电用火' },
  { code: '5', label: '煤气' },
  { code: '6', label: '地质灾害' },
  { code: '7', label: '危房' },
  { code: '8', label: '溺水' },
  { code: '9', label: '网络' },
  { code: '0', label: '无' },
]);

/** What a visit says about the level of risk. */
export const riskChanges = codeTable('风险等级变化', own, [
  { code: '1', label: '不变' },
  { code: '2', label: '上调' },
  { code: '3', label: '下调' },
]);

/** Whether a problem is solved at the end of a plan. */
export const solutions = codeTable('是否解决', own, [
  { code: '1', label: '是' },
  { code: '2', label: '部分' },
  { code: '0', label: '否' },
]);

/** What a plan has achieved. */
export const helpOutcomes = codeTable('评估结论', own, [
  { code: '1', label: '有效' },
  { code: '2', label: '基本有效' },
  { code: '3', label: '无效' },
]);

/** What follows on an outcome. */
export const helpDecisions = codeTable('处置', own, [
  { code: '1', label: '继续帮扶' },
  { code: '2', label: '调整方案' },
  { code: '3', label: '提级会商' },
  { code: '4', label: '销号' },
]);

/** Why a child leaves the plan. */
export const closingReasons = codeTable('销号原因', own, [
  { code: '1', label: '年满18周岁' },
  { code: '2', label: '问题解决' },
  { code: '3', label: '迁出' },
  { code: '4', label: '死亡' },
  { code: '9', label: '其他' },
]);

/** What a consultation is asked for (seed 003 三(一)4-四). */
export const consultationMatters = codeTable('事项类别', '四失排查方案三（一）4', [
  { code: '1', label: '排查帮扶中突发情况' },
  { code: '2', label: '帮扶对象发生意外' },
  { code: '3', label: '涉未成年人重大事项' },
]);

/** How soon a consultation must be held. */
export const urgencies = codeTable('紧急程度', own, [
  { code: '1', label: '立即' },
  { code: '2', label: '24小时' },
  { code: '3', label: '3日' },
]);

/** The codes of a table without those that say that nothing is wrong. */
export function problemsOf(table: CodeTable, fine: readonly string[]): string[] {
  return table.entries.map(({ code }) => code).filter((code) => !fine.includes(code));
}
