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

/** State of schooling: the union of what the official forms ask, each form prints its own boxes from it. */
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
  { code: '10', label: '专门学校' },
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

/** Grounds of factual hardship as table 1 prints them; codes follow the categories of children in the registry. */
export const hardshipGrounds = codeTable('事实困难依据', '“失亲”排查表（附件1）', [
  { code: 'C1', label: '低保家庭', synonyms: ['低保'] },
  { code: 'C2', label: '支出型困难家庭', synonyms: ['支出型困难', '支出型'] },
  { code: 'C3', label: '低保边缘户', synonyms: ['低保边缘', '低保边缘家庭'] },
  { code: 'A1', label: '孤儿' },
  { code: 'F2', label: '父母无力监护', synonyms: ['无力监护'] },
  { code: 'F1', label: '父母监护缺失', synonyms: ['监护缺失'] },
  { code: 'D2', label: '重病儿童', synonyms: ['重病'] },
  { code: 'D3', label: '重残', synonyms: ['重残儿童'] },
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
