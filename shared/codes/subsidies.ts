import { parentStates } from './children.ts';
import { codeTable } from './codeTable.ts';

/**
 * What each parent of a 事实无人抚养儿童 must be (民发〔2020〕125号 and the rules before it): ten of the circumstances of parents, in
 * the order of the application. 宣告死亡 and 宣告失踪 count as 死亡 and 失踪.
 */
export const unableParentStates = codeTable(
  '父母情形',
  '事实无人抚养儿童基本生活补贴申请表',
  ['2', '3', '10', '11', '7', '8', '9', '6', '12', '13'].flatMap((code) =>
    parentStates.entries.filter((entry) => entry.code === code),
  ),
);

/** What is handed in with an application for the subsidy; local rules of 英德 and 宣汉, the program's own order. */
export const subsidyDocuments = codeTable('附件清单', '各地申请材料清单', [
  { code: '1', label: '儿童身份证和户口簿复印件' },
  { code: '2', label: '出生医学证明或其他亲子关系证明' },
  { code: '3', label: '儿童照片' },
  { code: '4', label: '社会保障卡复印件（含账号）' },
  { code: '5', label: '死亡证明、火化证明或户口注销证明（没有的，由村（居）出证明并有2至3名邻居签名）' },
  { code: '6', label: '宣告失踪的判决书' },
  { code: '7', label: '残疾人证' },
  { code: '8', label: '县级以上医院的病历或诊断证明' },
  { code: '9', label: '服刑的判决书' },
  { code: '10', label: '强制隔离戒毒决定书' },
  { code: '11', label: '限制人身自由的法律文书' },
  { code: '12', label: '儿童失联父母查找情况回执单或失联情况认定表' },
  { code: '13', label: '撤销监护人资格的判决书' },
  { code: '14', label: '遣送（驱逐）出境的判决书或公安机关文书' },
  { code: '15', label: '补贴资金使用协议（签名、按手印）' },
]);

/** Why the subsidy ends; it stops from the month after. Whoever studies on at 18 keeps it. */
export const subsidyEndReasons = codeTable('终止原因', '程序自定', [
  { code: '1', label: '年满18周岁且不在读' },
  { code: '2', label: '父母情形消失' },
  { code: '3', label: '被收养' },
  { code: '4', label: '死亡' },
  { code: '5', label: '迁出' },
  { code: '9', label: '其他' },
]);
