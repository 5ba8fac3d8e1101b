import type { ActName } from './acts.ts';

/** What a restore of a backup undoes, and what one of it is called; in the order in which it is told. */
export const lossKinds = {
  changes: '条改动',
  sealed: '次封存登记或解除',
  screening: '次排查登记',
  prints: '次打印登记',
  people: '次人员权限和安全设置变更',
  keys: '次更换数据密钥',
  drafts: '份草稿',
  lists: '个自己存的名册',
} as const;
export type LossKind = keyof typeof lossKinds;

/** What the audit chain has no rows of, so that no act counts as it: everybody's own entries that are not saved yet, and own lists. */
type OwnKind = 'drafts' | 'lists';

export const lossKindNames = [
  'changes',
  'sealed',
  'screening',
  'prints',
  'people',
  'keys',
  'drafts',
  'lists',
] as const satisfies readonly LossKind[];

/** As what an act counts that a restore undoes; null for one that stores nothing but its own row. */
export const lossOf = {
  'record.view': null,
  'record.history': null,
  'record.reveal': null,
  search: null,
  'duplicate.view': null,
  'attachment.view': null,
  'paper.view': null,
  'screening.view': null,
  'route.view': null,
  'sheet.view': null,

  'record.save': 'changes',
  'record.edit': 'changes',
  'record.remove': 'changes',
  'record.restore': 'changes',
  'record.destroy': 'changes',
  'record.merge': 'changes',
  'duplicate.judge': 'changes',
  'duplicate.rescan': null,
  undo: 'changes',
  import: 'changes',
  'attachment.save': 'changes',
  'paper.save': 'changes',
  'paper.remove': 'changes',
  'screening.save': 'screening',
  'screening.file': 'screening',
  'route.save': 'changes',
  'template.save': 'changes',
  'office.save': 'changes',

  print: 'prints',
  'print.tell': 'prints',
  'file.save': 'prints',
  'list.export': null,
  'export.permit': null,
  'import.result': null,
  'attachment.copy': null,
  'audit.print': null,
  'stick.save': 'changes',

  'seal.ask': null,
  'seal.approve': null,
  'seal.view': null,
  'seal.save': 'sealed',
  'seal.release': 'sealed',

  setup: null,
  login: null,
  'login.failed': null,
  lock: null,
  'password.change': 'people',
  'password.reset': 'people',
  'recovery.used': 'people',
  'recovery.renewed': 'people',
  'recovery.drill': 'people',
  'person.add': 'people',
  'person.change': 'people',
  'person.disable': 'people',
  'keys.begin': null,
  'keys.rotate': 'keys',
  'promise.accept': 'people',
  'security.save': 'people',
  refused: null,

  'backup.make': null,
  'backup.copy': null,
  'backup.failed': null,
  'backup.rehearse': null,
  'backup.restored': null,
  integrity: null,
  'fault.review': 'changes',
  'clock.setBack': null,
  'audit.view': null,

  'chain.began': null,
  'anchors.began': null,
  'program.upgraded': null,
  system: null,
} as const satisfies Record<ActName, Exclude<LossKind, OwnKind> | null>;
