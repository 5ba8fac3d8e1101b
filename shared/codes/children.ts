import { codeTable } from './codeTable.ts';

/** Physical condition as table 1 of seed 003 prints it. 健康 excludes the other two. */
export const healthStates = codeTable('身体状况', '“失亲”排查表（附件1）', [
  { code: '1', label: '健康', synonyms: ['良好', '正常'] },
  { code: '2', label: '残疾' },
  { code: '3', label: '患病', synonyms: ['疾病', '有病'] },
]);

/** Kinds of disability. */
export const disabilityClasses = codeTable('残疾类别', 'GB/T 26341—2010', [
  { code: '1', label: '视力', synonyms: ['视力残疾'] },
  { code: '2', label: '听力', synonyms: ['听力残疾'] },
  { code: '3', label: '言语', synonyms: ['言语残疾'] },
  { code: '4', label: '肢体', synonyms: ['肢体残疾'] },
  { code: '5', label: '智力', synonyms: ['智力残疾'] },
  { code: '6', label: '精神', synonyms: ['精神残疾'] },
  { code: '7', label: '多重', synonyms: ['多重残疾'] },
]);

/** Grades of disability; 一级 is the most severe. */
export const disabilityGrades = codeTable('残疾等级', 'GB/T 26341—2010', [
  { code: '1', label: '一级', synonyms: ['1级', 'Ⅰ级'] },
  { code: '2', label: '二级', synonyms: ['2级', 'Ⅱ级'] },
  { code: '3', label: '三级', synonyms: ['3级', 'Ⅲ级'] },
  { code: '4', label: '四级', synonyms: ['4级', 'Ⅳ级'] },
]);

/**
 * State of schooling: the union of what the official forms ask, each form prints its own boxes from it. 专门学校, code 10 of the
 * first releases, is sealed matter.
 */
export const studyStates = codeTable('就学情况', '各排查表选项的并集', [
  { code: '0', label: '未入园' },
  { code: '1', label: '幼儿园', synonyms: ['学前', '在园'] },
  { code: '2', label: '未入学' },
  { code: '3', label: '小学' },
  { code: '4', label: '初中' },
  { code: '5', label: '普通高中', synonyms: ['高中'] },
  { code: '6', label: '中职', synonyms: ['中专', '职高', '技校'] },
  { code: '7', label: '大专及以上', synonyms: ['大专', '大学'] },
  { code: '8', label: '特教学校', synonyms: ['特殊教育学校'] },
  { code: '9', label: '送教上门' },
  { code: '11', label: '辍学', synonyms: ['失学'] },
  { code: '12', label: '不在学', synonyms: ['不在学（14–16周岁）'] },
  { code: '13', label: '毕业未升学未就业' },
  { code: '14', label: '已就业' },
]);

/** State of the family as table 1 prints it; several at once. Codes are the program's own. */
export const familyStates = codeTable('家庭状况', '“失亲”排查表（附件1）', [
  { code: '1', label: '双亲家庭' },
  { code: '2', label: '父母离异', synonyms: ['离异'] },
  { code: '3', label: '单亲家庭', synonyms: ['单亲'] },
  { code: '4', label: '无父母家庭' },
  { code: '5', label: '无监护人' },
  { code: '6', label: '重组家庭', synonyms: ['重组'] },
  { code: '7', label: '父母残疾' },
]);

/**
 * Categories of children in the registry; several at once. Restricted ones (infection, victims and rescued children, offences
 * and misconduct of minors) are no entries of this table: they belong to sealed matter.
 */
export const childCategories = codeTable('对象类别', '各排查表和工作方案的并集，编码为程序自定', [
  { code: 'A1', label: '孤儿' },
  { code: 'A2', label: '事实无人抚养儿童', synonyms: ['事实无人抚养'] },
  { code: 'B1', label: '留守儿童', synonyms: ['留守', '农村留守儿童'] },
  { code: 'B2', label: '流动儿童', synonyms: ['流动'] },
  { code: 'B3', label: '困境儿童', synonyms: ['困境'] },
  { code: 'C1', label: '低保家庭', synonyms: ['低保', '低保对象', '低保户'] },
  { code: 'C2', label: '支出型困难家庭', synonyms: ['支出型困难', '支出型'] },
  { code: 'C3', label: '低保边缘户', synonyms: ['低保边缘', '低保边缘家庭'] },
  { code: 'C4', label: '特困供养', synonyms: ['特困', '特困供养对象', '特困人员'] },
  { code: 'D1', label: '残疾儿童', synonyms: ['残疾'] },
  { code: 'D2', label: '重病儿童', synonyms: ['重病'] },
  { code: 'D3', label: '重残儿童', synonyms: ['重残'] },
  { code: 'E1', label: '单亲家庭', synonyms: ['单亲', '单亲家庭子女', '单亲家庭儿童'] },
  { code: 'E2', label: '重组家庭', synonyms: ['重组', '重组家庭子女', '重组家庭儿童'] },
  { code: 'E3', label: '关系异常家庭', synonyms: ['关系异常', '关系异常家庭子女', '关系异常家庭儿童'] },
  { code: 'E4', label: '隔代照料', synonyms: ['隔代抚养', '隔代家庭'] },
  { code: 'E5', label: '离异家庭', synonyms: ['离异', '父母离异', '离异家庭子女'] },
  { code: 'F1', label: '父母监护缺失', synonyms: ['监护缺失'] },
  { code: 'F2', label: '父母无力监护', synonyms: ['无力监护'] },
  { code: 'F3', label: '无监护人' },
  // The seed's own words would be a slur on the father: lists and papers show another word.
  { code: 'G1', label: '监护关注', synonyms: ['父女单独居住女童', '妻子外出与父亲单独居住女童'] },
  { code: 'G2', label: '智力残疾' },
  { code: 'G3', label: '精神障碍' },
  { code: 'H1', label: '失管', synonyms: ['失管未成年人'] },
  { code: 'H3', label: '失学辍学', synonyms: ['失学', '辍学', '弃学', '失学、辍学、弃学', '失学儿童'] },
  { code: 'I1', label: '服刑人员未成年子女', synonyms: ['服刑人员子女', '服刑在押人员未成年子女'] },
  { code: 'I2', label: '强戒人员未成年子女', synonyms: ['强戒人员子女', '强制隔离戒毒人员子女'] },
  { code: 'I3', label: '吸毒家庭子女', synonyms: ['吸毒人员子女'] },
  { code: 'K1', label: '流浪乞讨未成年人', synonyms: ['流浪乞讨', '流浪儿童'] },
  { code: 'L1', label: '心理困境' },
  { code: 'L2', label: '家庭监护困境' },
  { code: 'L3', label: '生活困境' },
]);

/** Grounds of factual hardship as table 1 prints them, in its order: eight of the categories. */
export const hardshipGrounds = codeTable(
  '事实困难依据',
  '“失亲”排查表（附件1）',
  ['C1', 'C2', 'C3', 'A1', 'F2', 'F1', 'D2', 'D3'].flatMap((code) =>
    childCategories.entries.filter((entry) => entry.code === code),
  ),
);

/** Where a child stands in the registry. */
export const childStatuses = codeTable('在册状态', '程序自定', [
  { code: '1', label: '在册' },
  { code: '2', label: '转出', synonyms: ['迁出', '转走'] },
  { code: '3', label: '年满18周岁', synonyms: ['年满18', '满18周岁', '成年'] },
  { code: '4', label: '销号', synonyms: ['注销', '移除'] },
]);

/** Level of risk, told by a word and never by its colour alone (four levels as local practice names them). */
export const riskLevels = codeTable('风险等级', '各地分级做法，颜色一致', [
  { code: '1', label: '高', synonyms: ['红', '红色', '高风险'] },
  { code: '2', label: '中', synonyms: ['黄', '黄色', '中风险'] },
  { code: '3', label: '低', synonyms: ['蓝', '蓝色', '低风险'] },
  { code: '4', label: '常规', synonyms: ['绿', '绿色', '一般', '无风险'] },
]);

/** What a person of the family is in law or in fact for the child. */
export const guardianRoles = codeTable('监护身份', '程序自定', [
  { code: '1', label: '监护人' },
  { code: '2', label: '受委托照护人', synonyms: ['委托监护人', '受委托监护人', '照护人'] },
  { code: '3', label: '其他监护人', synonyms: ['指定监护人', '临时监护人'] },
]);

/** Circumstances of a parent that decide about care (seed 000, national rules on 事实无人抚养儿童). */
export const parentStates = codeTable('父母情形', '困境儿童基本信息采集表', [
  { code: '1', label: '正常' },
  { code: '2', label: '死亡', synonyms: ['已故', '去世', '亡故'] },
  { code: '3', label: '失踪' },
  { code: '4', label: '宣告死亡' },
  { code: '5', label: '宣告失踪' },
  { code: '6', label: '失联', synonyms: ['长期无法联系'] },
  { code: '7', label: '服刑在押', synonyms: ['服刑'] },
  { code: '8', label: '强制隔离戒毒' },
  { code: '9', label: '其他限制人身自由' },
  { code: '10', label: '重残' },
  { code: '11', label: '重病' },
  { code: '12', label: '被撤销监护资格' },
  { code: '13', label: '被遣送（驱逐）出境' },
  { code: '14', label: '社区矫正' },
  { code: '15', label: '流浪乞讨' },
  { code: '16', label: '有严重不良嗜好' },
  { code: '17', label: '外出务工', synonyms: ['务工', '外出'] },
  { code: '99', label: '其他' },
]);

/** Why a child counts as left behind. */
export const leftBehindKinds = codeTable('留守情形', '农村留守儿童基本情况登记表', [
  { code: '1', label: '父母双方同时外出', synonyms: ['双方外出'] },
  { code: '2', label: '父母一方外出、另一方无监护能力', synonyms: ['一方外出另一方无监护能力'] },
]);

/** Which parent cannot look after the child. */
export const incapableParents = codeTable('无监护能力', '农村留守儿童基本情况登记表', [
  { code: '1', label: '父亲' },
  { code: '2', label: '母亲' },
]);

/** How a left-behind child is looked after. */
export const guardingKinds = codeTable('监护类型', '农村留守儿童基本情况登记表', [
  { code: '1', label: '无人监护' },
  { code: '2', label: '父或母无监护能力' },
  { code: '3', label: '受委托监护人监护能力不足' },
  { code: '4', label: '监护情况一般' },
  { code: '5', label: '监护情况较好' },
]);

/** What a household lives on. */
export const incomeSources = codeTable('家庭经济来源', '农村留守儿童基本情况登记表', [
  { code: '1', label: '打工收入' },
  { code: '2', label: '种养殖业' },
  { code: '3', label: '政府救助' },
  { code: '4', label: '亲朋接济' },
  { code: '9', label: '其他' },
]);

/** Relief that a household receives. */
export const reliefKinds = codeTable('救助帮扶情况', '农村留守儿童基本情况登记表', [
  { code: '1', label: '享受低保' },
  { code: '2', label: '临时救助' },
  { code: '3', label: '医疗救助' },
  { code: '4', label: '住房救助' },
  { code: '9', label: '其他救助' },
]);

/** In whose house a household lives. */
export const housingKinds = codeTable('住房情况', '困境儿童基本信息采集表', [
  { code: '1', label: '农村自建房', synonyms: ['自建房'] },
  { code: '2', label: '购买商品房', synonyms: ['商品房'] },
  { code: '3', label: '租房' },
  { code: '9', label: '其他' },
]);

/** How supervision fails (seed 003, 三(一)2). */
export const supervisionGaps = codeTable('失管情形', '四失排查方案三（一）2', [
  { code: '1', label: '无监护人监管' },
  { code: '2', label: '监护人未有效履行监管责任' },
  { code: '3', label: '监护人监管能力不强' },
  { code: '4', label: '监护人监管不当' },
]);

/** How a child came to be out of school. */
export const outOfSchoolKinds = codeTable('失学类型', '“失学”排查表（附件3）', [
  { code: '1', label: '未入学' },
  { code: '2', label: '失学' },
  { code: '3', label: '辍学' },
  { code: '4', label: '弃学' },
  { code: '5', label: '休学逾期未复学', synonyms: ['休学未复学'] },
]);

/** Whether a school still lists the child. */
export const enrolmentStates = codeTable('学籍状态', '“失学”排查表（附件3）', [
  { code: '1', label: '有学籍' },
  { code: '2', label: '无学籍' },
  { code: '3', label: '已转出' },
]);

/** The stage of compulsory education a child should be in. */
export const dueStages = codeTable('应就读学段', '“失学”排查表（附件3）', [
  { code: '1', label: '小学' },
  { code: '2', label: '初中' },
]);

/** Reasons in the family for being out of school. */
export const familyReasons = codeTable('家庭原因', '“失学”排查表（附件3）', [
  { code: '1', label: '经济困难' },
  { code: '2', label: '监护缺失' },
  { code: '3', label: '家庭变故' },
  { code: '4', label: '随父母流动' },
  { code: '5', label: '监护人不送学' },
  { code: '9', label: '其他' },
]);

/**
 * Reasons in the child for being out of school. The form's box 不良行为 stays empty for the pen: misconduct of a minor is sealed
 * matter.
 */
export const ownReasons = codeTable('本人原因', '“失学”排查表（附件3）', [
  { code: '1', label: '厌学' },
  { code: '2', label: '学习困难' },
  { code: '3', label: '残疾' },
  { code: '4', label: '患病' },
  { code: '6', label: '务工' },
  { code: '7', label: '早婚早育' },
  { code: '9', label: '其他' },
]);

/** Where a child out of school is now. */
export const whereabouts = codeTable('目前去向', '“失学”排查表（附件3）', [
  { code: '1', label: '在家' },
  { code: '2', label: '务工' },
  { code: '3', label: '随父母外出' },
  { code: '4', label: '失联' },
  { code: '9', label: '其他' },
]);

/** How somebody tried to bring a child back to school. */
export const persuasionWays = codeTable('劝返方式', '“失学”排查表（附件3）', [
  { code: '1', label: '家访' },
  { code: '2', label: '电话' },
  { code: '3', label: '学校约谈' },
  { code: '4', label: '司法文书' },
]);

/** What became of a child out of school. The form's box 专门学校 stays empty for the pen, as 不良行为 does. */
export const placements = codeTable('安置方式', '“失学”排查表（附件3）', [
  { code: '1', label: '复学' },
  { code: '2', label: '转学' },
  { code: '3', label: '特教学校' },
  { code: '4', label: '送教上门' },
  { code: '6', label: '职业教育' },
  { code: '7', label: '经批准延缓入学或休学', synonyms: ['延缓入学', '休学'] },
]);

/** Why a child has no ID number yet. */
export const noIdReasons = codeTable('无身份证号原因', '程序自定', [
  { code: '1', label: '未登记户口', synonyms: ['未上户', '未落户', '未上户口', '没上户口', '无户口'] },
  { code: '2', label: '证件办理中', synonyms: ['办理中', '正在办理', '在办'] },
  { code: '3', label: '证件遗失、号码不详', synonyms: ['遗失', '不详', '号码不详', '不清楚', '不知道'] },
  { code: '4', label: '身份不明或来历不明', synonyms: ['身份不明', '来历不明'] },
  { code: '5', label: '外籍或港澳台证件', synonyms: ['外籍', '港澳台'] },
  { code: '9', label: '其他', synonyms: ['暂无', '暂无证件', '无', '没有', '未办', '未办理', '无证件', '暂缺', '/'] },
]);
