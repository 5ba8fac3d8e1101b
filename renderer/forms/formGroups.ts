/** Forms that belong to one kind of work. */
export interface FormGroup {
  readonly title: string;
  /** By the number of a form: what it is about, in a clerk's words. */
  readonly forms: Readonly<Record<string, string>>;
}

/**
 * What the clerk is doing when he takes a form, in the order of the work. A form stands in one group; a new form is one line
 * here, and a test names those that are missing.
 */
export const formGroups: readonly FormGroup[] = [
  {
    title: '排查',
    forms: {
      F01: '父母双亡又没有其他监护人的，以及家庭有事实困难的未成年人；每人一张，每月排查',
      F02: '7至18周岁失足、失管的未成年人；每人一张',
      F03: '义务教育阶段失学、辍学、弃学的未成年人；每人一张，与学校一起填',
      F04: '全镇各村“四失”未成年人的人数；每月底前上报',
    },
  },
  {
    title: '儿童档案',
    forms: {
      F05: '父母外出务工的留守儿童；入户填写，由家长或受委托监护人确认',
      F06: '困境儿童和留守儿童一人一档的首页；情况变化时重填，平时每年一次',
      F08: '全村或全镇重点儿童，一人一行；每月打印',
    },
  },
  {
    title: '监护与补贴',
    forms: {
      F09: '申请事实无人抚养儿童基本生活补贴；乡镇查验，县级民政确认',
      F10: '父母失联又不能由公安立案查找的，由承诺、邻里、村、镇、县逐级认定',
      F11: '公安机关查找失联父母满6个月后出具；可印空白表带去派出所',
      'F12-1': '两单之一：父母外出前，村里告知的监护责任',
      'F12-2': '两单之二：村里和各部门能帮的事、联系人',
      'F12-3': '两书之一：父母向村里作的监护承诺',
      'F12-4': '两书之二：外出父母和受委托照护人签订，村里见证',
      F13: '家庭监护的紧急情形和风险打分，定高、中、低',
    },
  },
  {
    title: '帮扶',
    forms: {
      F14: '一名儿童一个帮扶方案：主要问题、帮扶专班、措施和期限',
      F15: '每次帮扶活动一张，按日期装订就是成长轨迹',
      F16: '入户走访当场填写，两人签名',
      F17: '帮扶期满或退出时评估成效，由专班决定是否销号',
      F18: '突发情况或重大事项提请县级未保办会商，并记下结果',
    },
  },
  {
    title: '重点人员',
    forms: {
      F19: '一名重点人员的基本情况和管控责任',
      F20: '重点人群信息库，一人一行；只由经批准的人打印',
      F21: '每次见面、走访、管控的记录',
      F22: '入库、调整级别、移出的审批',
    },
  },
  {
    title: '报告',
    forms: {
      F23: '发现或怀疑未成年人受侵害，立即向公安机关报告',
    },
  },
  {
    title: '封存',
    forms: {
      'FC-1': '有单位或个人来查违法犯罪、受侵害等封存信息，书面答复依法不予提供',
    },
  },
];
