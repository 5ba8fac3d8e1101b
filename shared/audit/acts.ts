/** What the acts of the audit chain have in common; the counts of the printed reports go by it. */
export const actGroups = {
  view: '查看',
  change: '登记和修改',
  out: '打印和导出',
  seal: '封存',
  account: '账号和登录',
  safety: '备份和检查',
  program: '程序',
} as const;
export type ActGroup = keyof typeof actGroups;

interface Act {
  readonly label: string;
  readonly group: ActGroup;
}

/**
 * Everything that the audit chain tells of, in the words of the office (security.md b6). The key is stored and never changes; what
 * a later version tells of besides is added.
 */
export const acts = {
  'record.view': { label: '查看记录', group: 'view' },
  'record.history': { label: '查看修改历史', group: 'view' },
  'record.reveal': { label: '显示完整号码', group: 'view' },
  search: { label: '查找', group: 'view' },
  'duplicate.view': { label: '比对重复', group: 'view' },
  'attachment.view': { label: '查看照片和扫描件', group: 'view' },
  'paper.view': { label: '查看表单', group: 'view' },
  'screening.view': { label: '查看排查结果', group: 'view' },
  'route.view': { label: '查看走访单', group: 'view' },
  'sheet.view': { label: '预览表格', group: 'view' },

  'record.save': { label: '保存记录', group: 'change' },
  'record.edit': { label: '批量修改', group: 'change' },
  'record.remove': { label: '移入回收站', group: 'change' },
  'record.restore': { label: '从回收站还原', group: 'change' },
  'record.destroy': { label: '彻底销毁', group: 'change' },
  'record.merge': { label: '合并重复', group: 'change' },
  'duplicate.judge': { label: '判定是否重复', group: 'change' },
  'duplicate.rescan': { label: '重新查重', group: 'change' },
  undo: { label: '撤销', group: 'change' },
  import: { label: '导入', group: 'change' },
  'attachment.save': { label: '添加或改动照片和扫描件', group: 'change' },
  'paper.save': { label: '保存表单', group: 'change' },
  'paper.remove': { label: '移除或还原表单', group: 'change' },
  'screening.save': { label: '填写排查', group: 'change' },
  'screening.file': { label: '排查归档', group: 'change' },
  'route.save': { label: '填写走访单', group: 'change' },
  'template.save': { label: '改动自备表样', group: 'change' },
  'office.save': { label: '修改单位资料', group: 'change' },

  print: { label: '打印', group: 'out' },
  'print.tell': { label: '登记打印结果', group: 'out' },
  'file.save': { label: '存为文件', group: 'out' },
  'list.export': { label: '导出名单', group: 'out' },
  'export.permit': { label: '申请导出', group: 'out' },
  'import.result': { label: '导出核对结果', group: 'out' },
  'attachment.copy': { label: '另存照片和扫描件', group: 'out' },
  'audit.print': { label: '打印审计表', group: 'out' },
  'stick.save': { label: '登记移动存储设备', group: 'out' },

  'seal.ask': { label: '申请查看封存内容', group: 'seal' },
  'seal.approve': { label: '批准查看封存内容', group: 'seal' },
  'seal.view': { label: '查看封存内容', group: 'seal' },
  'seal.save': { label: '封存', group: 'seal' },
  'seal.release': { label: '解除封存', group: 'seal' },

  setup: { label: '建立台账', group: 'account' },
  login: { label: '登录', group: 'account' },
  'login.failed': { label: '登录失败', group: 'account' },
  lock: { label: '锁定或退出', group: 'account' },
  'password.change': { label: '修改自己的密码', group: 'account' },
  'password.reset': { label: '重设他人密码', group: 'account' },
  'recovery.used': { label: '使用恢复密钥', group: 'account' },
  'recovery.renewed': { label: '更换恢复密钥', group: 'account' },
  'recovery.drill': { label: '试用恢复密钥', group: 'account' },
  'person.add': { label: '添加用户', group: 'account' },
  'person.change': { label: '变更角色和权限', group: 'account' },
  'person.disable': { label: '停用用户', group: 'account' },
  'keys.begin': { label: '开始更换数据密钥', group: 'account' },
  'keys.rotate': { label: '更换数据密钥', group: 'account' },
  'promise.accept': { label: '作出保密承诺', group: 'account' },
  'security.save': { label: '修改安全设置', group: 'account' },
  refused: { label: '被拒绝的操作', group: 'account' },

  'backup.make': { label: '备份', group: 'safety' },
  'backup.copy': { label: '复制备份', group: 'safety' },
  'backup.failed': { label: '备份没有做成', group: 'safety' },
  'backup.rehearse': { label: '试恢复', group: 'safety' },
  'backup.restored': { label: '恢复备份', group: 'safety' },
  integrity: { label: '核对操作记录', group: 'safety' },
  'fault.review': { label: '登记异常的查明情况', group: 'safety' },
  'clock.setBack': { label: '电脑时间被调回', group: 'safety' },
  'audit.view': { label: '查看操作记录', group: 'safety' },

  'chain.began': { label: '开始记录', group: 'program' },
  'anchors.began': { label: '开始保存核对点', group: 'program' },
  'program.upgraded': { label: '程序升级', group: 'program' },
  system: { label: '程序自动整理', group: 'program' },
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof acts;

export const actNames = Object.keys(acts) as readonly ActName[];

/** The words for an act; one that this version does not know stands for itself. */
export function actLabel(act: string): string {
  return isAct(act) ? acts[act].label : act;
}

export function isAct(act: string): act is ActName {
  return Object.hasOwn(acts, act);
}
