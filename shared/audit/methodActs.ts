import type { MethodInput, MethodName, MethodOutput } from '../contract/methods.ts';
import { type ActName, actLabel } from './acts.ts';

/** What a row tells besides: counts, choices, identifiers. No values of records, no names of those who are registered. */
export type Told = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** An act of the audit chain. */
export interface RecordedAct<Input = never, Output = never> {
  readonly act: ActName;
  /** What it is about, such as `child/<id>`; where it is left out, the record that it changes. */
  readonly object?: (input: Input) => string;
  /** What is known from the request. A change tells nothing else: its row is written before there is an answer. */
  readonly given?: (input: Input) => Told;
  /** What is known from the answer, of what changes nothing. */
  readonly told?: (output: Output) => Told;
  /** Asked for again and again while somebody looks: one row a minute for what is the same. */
  readonly isLook?: boolean;
  /** Recorded before it is done: afterwards nothing is open, or the backup that is made would lack it. */
  readonly isRecordedFirst?: boolean;
  /** What was looked for: kept as a keyed digest, once a minute, and not at all where it is empty. */
  readonly terms?: (input: Input) => string;
}

/** A method that the chain tells nothing of, and why. History that it writes after all is bound all the same. */
export interface UnrecordedAct {
  readonly act: null;
  readonly because: string;
  /** What it is called where it was asked for in vain. */
  readonly asked: string;
}

export type MethodAct<Input = never, Output = never> = RecordedAct<Input, Output> | UnrecordedAct;

const recorded = (act: ActName) => ({ act });
const unrecorded = (because: string, asked: string): UnrecordedAct => ({ act: null, because, asked });

const ofRecord = (act: ActName) => ({
  act,
  object: ({ register, id }: { readonly register: string; readonly id: string | null }) =>
    id === null ? '' : `${register}/${id}`,
});
const about = (act: ActName, kind: string) => ({
  act,
  object: ({ id }: { readonly id: string }) => `${kind}/${id}`,
});
/** About a user of the program, by the name under which he logs in. */
const aboutUser = (act: ActName) => ({
  act,
  object: ({ name }: { readonly name: string }) => `user/${name}`,
});
const ofPerson = (act: ActName) => ({
  ...aboutUser(act),
  given: ({ roles, villages, exception }: Omit<MethodInput<'people.add'>, 'password'>): Told => ({
    roles,
    villages: villages ?? 'all',
    exception,
  }),
});
const laidOut = {
  act: 'sheet.view' as const,
  told: ({ records, pages }: { readonly records: number; readonly pages: number }) => ({ records, pages }),
};
const laidOutForm = { ...laidOut, given: ({ form }: { readonly form: string }) => ({ form }) };
const inRegister = (act: ActName) => ({
  act,
  given: ({ register }: { readonly register: string }) => ({ register }),
});
const monthly = (act: ActName) => ({
  act,
  given: ({ month }: { readonly month: string }) => ({ month }),
});

const ofThePage = '页面自己的需要，不显示任何人的资料';
const ownWork = '自己未保存的内容，每隔几秒存一次；保存时才算登记';
const ownLists = '自己的名单和列，不含任何人的资料';
const ofImport = '只是核对导入的表格，导入时才登记';

/**
 * What every method of the contract is to the audit chain. What writes has its row in the transaction of the change; what only
 * reads gets one before the answer goes out.
 */
export const methodActs = {
  'app.state': unrecorded(ofThePage, '查看程序状态'),
  'setup.begin': unrecorded('还没有台账', '建立台账'),
  'setup.finish': recorded('setup'),
  'session.unlock': recorded('login'),
  'recovery.begin': unrecorded('数据还没有打开；用恢复密钥设置新密码时登记', '使用恢复密钥'),
  'recovery.finish': recorded('recovery.used'),
  'session.changePassword': recorded('password.change'),
  'session.touch': unrecorded(ofThePage, '继续使用'),
  'session.lock': unrecorded('关闭数据时登记，自动锁定和退出也在那里登记', '锁定或退出'),
  'office.get': unrecorded(ofThePage, '查看单位资料'),
  'office.save': recorded('office.save'),
  'label.spell': unrecorded(ofThePage, '查拼音'),
  'password.context': unrecorded(ofThePage, '核对新密码'),
  'job.progress': unrecorded(ofThePage, '查看进度'),
  'job.cancel': unrecorded('停止的操作什么也没有改动', '停止操作'),

  /** A list without a search shows masked values only, and each page of it would be a row. */
  'register.list': {
    act: 'search',
    terms: ({ search }: MethodInput<'register.list'>) => search.trim(),
    given: ({ register, filters, scope }: MethodInput<'register.list'>) => ({
      register,
      filters: Object.keys(filters),
      ...(scope === 'deleted' ? { bin: true } : {}),
    }),
    told: ({ total }: MethodOutput<'register.list'>) => ({ found: total }),
  },
  'register.get': ofRecord('record.view'),
  'register.save': ofRecord('record.save'),
  'register.history': ofRecord('record.history'),
  'register.sharing': unrecorded('随记录一起显示，查看记录时已登记', '查看同一人的其他记录'),
  'batch.list': unrecorded('只有操作的名称和数量', '查看最近操作'),
  'batch.undo': {
    act: 'undo',
    object: ({ batch }: MethodInput<'batch.undo'>) => `batch/${batch}`,
    given: ({ register }: MethodInput<'batch.undo'>) => ({ register }),
  },
  'draft.save': unrecorded(ownWork, '保存草稿'),
  'draft.get': unrecorded(ownWork, '查看草稿'),
  'draft.list': unrecorded(ownWork, '查看草稿'),
  'draft.discard': unrecorded(ownWork, '丢弃草稿'),
  'list.saved': unrecorded(ownLists, '查看自己的名单'),
  'list.counts': unrecorded('只有数量', '查看数量'),
  'list.save': unrecorded(ownLists, '保存自己的名单'),
  'list.discard': unrecorded(ownLists, '删除自己的名单'),
  'list.saveColumns': unrecorded(ownLists, '保存名单的列'),
  'list.previewEdit': unrecorded('只有数量，没有改动；修改时登记', '批量修改'),
  'list.edit': {
    act: 'record.edit',
    given: ({ register, changes }: MethodInput<'list.edit'>) => ({ register, fields: Object.keys(changes) }),
  },
  'list.export': {
    act: 'list.export',
    given: ({ register, columns, numbers }: MethodInput<'list.export'>) => ({ register, columns, numbers }),
    told: ({ rows, path }: MethodOutput<'list.export'>) => ({ rows, saved: path !== null }),
  },
  'duplicate.list': inRegister('duplicate.view'),
  'duplicate.rescan': inRegister('duplicate.rescan'),
  'duplicate.similar': unrecorded('录入时随时比对，只显示遮盖后的内容', '比对重复'),
  'duplicate.merge': {
    act: 'record.merge',
    object: ({ register, keep }: MethodInput<'duplicate.merge'>) => `${register}/${keep.id}`,
  },
  'duplicate.dismiss': {
    act: 'duplicate.judge',
    given: ({ register, one, other }: MethodInput<'duplicate.dismiss'>) => ({ register, one, other, same: false }),
  },
  'duplicate.recall': {
    act: 'duplicate.judge',
    given: ({ register, one, other }: MethodInput<'duplicate.recall'>) => ({ register, one, other, same: null }),
  },
  'recycle.remove': inRegister('record.remove'),
  'recycle.restore': inRegister('record.restore'),
  'recycle.archived': unrecorded('只有数量', '查看归档数量'),
  'recycle.destroy': inRegister('record.destroy'),

  'import.prepare': unrecorded(ofThePage, '导入'),
  'import.read': unrecorded(ofImport, '导入'),
  'import.chooseSheet': unrecorded(ofImport, '导入'),
  'import.check': unrecorded(ofImport, '导入'),
  'import.rows': unrecorded(ofImport, '导入'),
  'import.fix': unrecorded(ofImport, '导入'),
  'import.decide': unrecorded(ofImport, '导入'),
  'import.commit': {
    act: 'import',
    given: ({ creates, updates }: MethodInput<'import.commit'>) => ({ creates, updates }),
  },
  'import.saveResult': recorded('import.result'),
  'import.discard': unrecorded(ofImport, '导入'),

  'attachment.list': unrecorded('只有文件名；打开照片和扫描件时登记', '查看照片和扫描件'),
  'attachment.add': {
    act: 'attachment.save',
    object: ({ register, record }: MethodInput<'attachment.add'>) => `${register}/${record}`,
  },
  'attachment.rename': about('attachment.save', 'attachment'),
  'attachment.remove': about('attachment.save', 'attachment'),
  'attachment.restore': about('attachment.save', 'attachment'),
  'attachment.save': about('attachment.copy', 'attachment'),
  'paper.list': unrecorded('只有表单的名称和日期；打开表单时登记', '查看表单'),
  'paper.get': about('paper.view', 'paper'),
  'paper.save': {
    act: 'paper.save',
    object: ({ register, record }: MethodInput<'paper.save'>) => `${register}/${record}`,
    given: ({ paper }: MethodInput<'paper.save'>) => ({ paper }),
  },
  'paper.remove': about('paper.remove', 'paper'),
  'paper.restore': about('paper.remove', 'paper'),
  'paper.history': about('record.history', 'paper'),
  'paper.print': laidOutForm,
  'paper.printEntry': laidOutForm,

  'sheet.open': laidOutForm,
  'sheet.openBlank': unrecorded('空白表格，不含任何人的资料', '预览空白表格'),
  'sheet.print': recorded('print'),
  'sheet.savePdf': recorded('file.save'),
  'sheet.savePdfEach': recorded('file.save'),
  'sheet.saveDocument': recorded('file.save'),
  'sheet.showFolder': unrecorded(ofThePage, '打开文件所在的文件夹'),
  'print.tell': {
    act: 'print.tell',
    object: ({ print }: MethodInput<'print.tell'>) => `print/${print}`,
    given: ({ outcome }: MethodInput<'print.tell'>) => ({ outcome }),
  },
  'print.list': unrecorded('打印登记本身，不含姓名', '查看打印登记'),
  'print.choices': unrecorded(ofThePage, '查看打印登记'),
  'print.find': {
    act: 'search',
    terms: ({ text }: MethodInput<'print.find'>) => text.trim(),
    told: ({ found }: MethodOutput<'print.find'>) => ({ print: found?.print.serial ?? null }),
  },

  'screening.month': unrecorded('只有数量', '查看排查进度'),
  'screening.open': monthly('screening.save'),
  'screening.round': {
    act: 'screening.view',
    object: ({ round }: MethodInput<'screening.round'>) => `round/${round}`,
  },
  'screening.mark': {
    act: 'screening.save',
    object: ({ round }: MethodInput<'screening.mark'>) => `round/${round}`,
    given: ({ records, mark }: MethodInput<'screening.mark'>) => ({ records: records.length, mark: mark.kind }),
  },
  'screening.file': {
    act: 'screening.file',
    object: ({ round }: MethodInput<'screening.file'>) => `round/${round}`,
  },
  'screening.zeroReport': monthly('screening.file'),
  'screening.sheetsOf': unrecorded('只有表格的名称和日期；打开时登记', '查看排查表'),
  'screening.printSheets': laidOut,
  'screening.printMonth': laidOut,
  'screening.printFourLacks': laidOut,
  'route.create': recorded('route.save'),
  'route.print': laidOut,
  'route.list': unrecorded('只有走访单的编号和数量', '查看走访单'),
  'route.get': {
    act: 'route.view',
    object: ({ sheet }: MethodInput<'route.get'>) => `route/${sheet}`,
  },
  'route.enter': {
    act: 'route.save',
    object: ({ sheet }: MethodInput<'route.enter'>) => `route/${sheet}`,
    given: ({ position }: MethodInput<'route.enter'>) => ({ position }),
  },
  'route.close': {
    act: 'route.save',
    object: ({ sheet }: MethodInput<'route.close'>) => `route/${sheet}`,
    given: () => ({ closed: true }),
  },

  'template.list': unrecorded('表样不含任何人的资料', '查看自备表样'),
  'template.add': recorded('template.save'),
  'template.open': unrecorded('表样不含任何人的资料', '查看自备表样'),
  'template.save': about('template.save', 'template'),
  'template.activate': about('template.save', 'template'),
  'template.retire': about('template.save', 'template'),
  'template.discard': about('template.save', 'template'),
  'template.showFolder': unrecorded(ofThePage, '打开表样所在的文件夹'),
  'template.saveOriginal': unrecorded('表样不含任何人的资料', '另存自备表样'),
  'template.preview': {
    act: 'sheet.view',
    object: ({ record }: MethodInput<'template.preview'>) => `child/${record}`,
    given: ({ id }: MethodInput<'template.preview'>) => ({ template: id }),
  },
  'template.fill': {
    act: 'file.save',
    given: ({ id, numbers }: MethodInput<'template.fill'>) => ({ template: id, numbers }),
  },

  'approval.people': unrecorded(ofThePage, '查看可以确认的人'),
  'seal.status': unrecorded('只有封存的项数', '查看封存内容的项数'),
  'seal.enter': {
    act: 'seal.save',
    object: ({ register, record }: MethodInput<'seal.enter'>) => `${register}/${record}`,
  },
  'seal.ask': unrecorded('申请、批准、查看由服务各记一行', '申请查看封存内容'),
  'seal.view': unrecorded('批准时已登记', '查看封存内容'),
  'seal.close': unrecorded(ofThePage, '关闭封存内容'),
  'seal.print': laidOut,
  'seal.release': unrecorded('由服务登记', '解除封存'),

  'audit.status': unrecorded(ofThePage, '查看操作记录'),
  'audit.list': {
    act: 'audit.view',
    given: ({ from, to, users, acts, object, after }: MethodInput<'audit.list'>) => ({
      from,
      to,
      users,
      acts,
      object,
      after: after === null ? null : Object.entries(after).map(([file, seq]) => `${file} ${seq}`),
    }),
    isLook: true,
  },
  'audit.choices': unrecorded(ofThePage, '查看操作记录'),
  'audit.report': {
    act: 'audit.print',
    given: ({ period }: MethodInput<'audit.report'>) => ({ period }),
  },
  'audit.verify': unrecorded('核对的结果由核对自己登记', '核对操作记录'),
  'audit.review': recorded('fault.review'),

  'backup.status': unrecorded(ofThePage, '查看备份'),
  'backup.list': unrecorded('只有备份的时间和大小', '查看备份'),
  'backup.make': { act: 'backup.make', isRecordedFirst: true },
  'backup.copyOut': { act: 'backup.copy', isRecordedFirst: true },
  'backup.rehearse': {
    act: 'backup.rehearse',
    given: ({ id }: MethodInput<'backup.rehearse'>) => ({ backup: id }),
  },
  'people.list': unrecorded('只有用户名和角色，不含任何登记的人', '查看用户'),
  'people.add': ofPerson('person.add'),
  'people.change': ofPerson('person.change'),
  'people.disable': aboutUser('person.disable'),
  'people.resetPassword': aboutUser('password.reset'),
  'people.rotateKeys': recorded('keys.rotate'),
  'people.exposedBackups': unrecorded('只有备份的时间和离岗人员的姓名', '查看离岗人员能打开的备份'),
  'session.acceptPromise': recorded('promise.accept'),
  'recovery.status': unrecorded(ofThePage, '查看恢复密钥'),
  'recovery.drill': recorded('recovery.drill'),
  'recovery.renew': unrecorded('还没有更换；更换时登记', '更换恢复密钥'),
  'recovery.confirm': recorded('recovery.renewed'),
  'security.get': unrecorded(ofThePage, '查看安全设置'),
  'security.save': {
    act: 'security.save',
    given: ({ idleMinutes, passwordReminder }: MethodInput<'security.save'>) => ({ idleMinutes, passwordReminder }),
  },
  'reveal.value': {
    act: 'record.reveal',
    object: ({ register, id }: MethodInput<'reveal.value'>) => `${register}/${id}`,
    given: ({ field }: MethodInput<'reveal.value'>) => ({ field }),
  },
  'reveal.copied': { act: 'record.reveal', given: () => ({ copied: true }) },
  'export.choices': unrecorded(ofThePage, '申请导出'),
  'export.permit': {
    act: 'export.permit',
    given: ({ order, purpose, receiver, persons, stick }: MethodInput<'export.permit'>) => ({
      what: order.method,
      purpose,
      receiver,
      persons,
      stick,
    }),
  },
  'stick.list': unrecorded('移动存储设备登记本身', '查看移动存储设备'),
  'stick.add': { act: 'stick.save', given: ({ label }: MethodInput<'stick.add'>) => ({ label }) },
  'stick.note': {
    ...about('stick.save', 'stick'),
    given: ({ kind }: MethodInput<'stick.note'>) => ({ kind }),
  },
  'backup.restore': unrecorded('恢复出来的数据在下一次登录时登记', '恢复备份'),
} as const satisfies { readonly [N in MethodName]: MethodAct<MethodInput<N>, MethodOutput<N>> };

/** What a method is called in the words of the office, such as where somebody asked for it who may not. */
export function methodLabel(name: MethodName): string {
  const declared: MethodAct = methodActs[name];
  return declared.act === null ? declared.asked : actLabel(declared.act);
}
