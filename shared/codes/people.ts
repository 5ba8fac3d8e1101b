import { type CodeEntry, codeTable } from './codeTable.ts';

/** Sex. Forms print 男 and 女 only; the other two codes of the standard are not offered. */
export const sexes = codeTable('性别', 'GB/T 2261.1—2003', [
  { code: '1', label: '男', synonyms: ['男性', '男孩', '男童'] },
  { code: '2', label: '女', synonyms: ['女性', '女孩', '女童'] },
]);

const ethnicNames =
  '汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族';

/** The 56 ethnic groups, and the two codes in common use beside them. Clerks write most names without 族. */
export const ethnicities = codeTable('民族', 'GB/T 3304—1991', [
  ...ethnicNames.split(' ').map((label, index): CodeEntry => {
    const code = String(index + 1).padStart(2, '0');
    const short = label.slice(0, -1);
    return { code, label, synonyms: [short] };
  }),
  { code: '97', label: '其他', synonyms: ['其他民族', '未识别民族'] },
  { code: '98', label: '外国血统中国籍人士', synonyms: ['外国血统'] },
]);

/** Relation of a listed person to the child: 51 on a child's card is the child's father. */
export const kinships = codeTable('与儿童关系', 'GB/T 4761—2008', [
  { code: '51', label: '父亲', synonyms: ['父', '爸爸', '爸', '父子', '父女'] },
  { code: '52', label: '母亲', synonyms: ['母', '妈妈', '妈', '母子', '母女'] },
  { code: '57', label: '继父或养父', synonyms: ['继父', '养父', '后爸'] },
  { code: '58', label: '继母或养母', synonyms: ['继母', '养母', '后妈'] },
  { code: '61', label: '祖父', synonyms: ['爷爷', '爷'] },
  { code: '62', label: '祖母', synonyms: ['奶奶', '奶'] },
  { code: '63', label: '外祖父', synonyms: ['外公', '姥爷'] },
  { code: '64', label: '外祖母', synonyms: ['外婆', '姥姥'] },
  { code: '60', label: '祖父母或外祖父母', synonyms: ['祖父母', '外祖父母', '爷爷奶奶', '外公外婆'] },
  { code: '66', label: '曾祖父', synonyms: ['太爷爷'] },
  { code: '67', label: '曾祖母', synonyms: ['太奶奶'] },
  { code: '69', label: '其他祖父母或外祖父母关系', synonyms: ['其他祖父母'] },
  { code: '70', label: '兄弟姐妹' },
  { code: '71', label: '兄', synonyms: ['哥哥', '哥'] },
  { code: '72', label: '嫂', synonyms: ['嫂子'] },
  { code: '73', label: '弟', synonyms: ['弟弟'] },
  { code: '75', label: '姐姐', synonyms: ['姐'] },
  { code: '76', label: '姐夫' },
  { code: '77', label: '妹妹', synonyms: ['妹'] },
  { code: '79', label: '其他兄弟姐妹' },
  { code: '80', label: '其他' },
  { code: '81', label: '伯父', synonyms: ['伯伯', '大伯'] },
  { code: '82', label: '伯母' },
  { code: '83', label: '叔父', synonyms: ['叔叔', '叔'] },
  { code: '84', label: '婶母', synonyms: ['婶婶', '婶'] },
  { code: '85', label: '舅父', synonyms: ['舅舅', '舅'] },
  { code: '86', label: '舅母', synonyms: ['舅妈'] },
  { code: '87', label: '姨父', synonyms: ['姨夫'] },
  { code: '88', label: '姨母', synonyms: ['姨妈', '阿姨', '姨'] },
  { code: '89', label: '姑父', synonyms: ['姑夫'] },
  { code: '90', label: '姑母', synonyms: ['姑姑', '姑妈', '姑'] },
  { code: '91', label: '堂兄弟、堂姐妹', synonyms: ['堂兄', '堂弟', '堂姐', '堂妹'] },
  { code: '92', label: '表兄弟、表姐妹', synonyms: ['表兄', '表弟', '表姐', '表妹'] },
  { code: '97', label: '其他亲属', synonyms: ['亲属', '亲戚'] },
  { code: '98', label: '保姆' },
  { code: '99', label: '非亲属', synonyms: ['邻居', '机构'] },
]);
