import { type KeyName, type RoleName, rolesHeld } from './roles.ts';

/** The encrypted files that hold records of people. */
export const peopleCompartments = ['children', 'watchlist'] as const satisfies readonly KeyName[];
export type PeopleCompartment = (typeof peopleCompartments)[number];

/**
 * What can be done with the records of a compartment. `help` is what is written and filed beside a record: papers, photos, scans.
 * Prints stay in the hands of the office, `export` makes files that are not encrypted. `destroy` is for good.
 */
export const recordActions = {
  read: '查看',
  write: '登记和修改',
  help: '填写帮扶材料',
  print: '打印',
  export: '导出文件',
  destroy: '彻底销毁',
} as const;
export type RecordAction = keyof typeof recordActions;

export type RecordRight = `${PeopleCompartment}.${RecordAction}`;

/** What a right lets do, in words, for everything that is not about the records of one compartment. */
const officeRights = {
  'office.write': '修改单位资料和村（社区）',
  'templates.write': '添加和修改自备表样',
  'people.manage': '停用账号和设定锁定时间',
  'people.grant': '添加人员、授权和重设密码',
  'audit.read': '查看操作记录',
  'backup.make': '备份和试恢复',
  'backup.restore': '恢复备份',
  'seal.ask': '申请查看封存内容',
  'seal.approve': '批准查看封存内容',
  'export.approve': '批准大量导出',
  'sticks.manage': '登记移动存储设备',
} as const;

export type Right = RecordRight | keyof typeof officeRights;

const compartmentWords = { children: '儿童', watchlist: '重点人员' } as const satisfies Record<
  PeopleCompartment,
  string
>;

/** Every right with its words, in the order of the printed matrix. */
export const rights: Readonly<Record<Right, string>> = {
  ...(Object.fromEntries(
    peopleCompartments.flatMap((compartment) =>
      Object.entries(recordActions).map(([action, words]) => [
        `${compartment}.${action}`,
        `${compartmentWords[compartment]}：${words}`,
      ]),
    ),
  ) as Record<RecordRight, string>),
  ...officeRights,
};

export const rightNames = Object.keys(rights) as readonly Right[];

/** Which rights a role is. Whoever writes down does not destroy, and whoever checks does not write. */
const rightsOfRole = {
  systemKeeper: ['office.write', 'templates.write', 'people.manage', 'backup.make', 'backup.restore', 'sticks.manage'],
  secrecyOfficer: [
    'people.grant',
    'backup.make',
    'backup.restore',
    'seal.approve',
    'export.approve',
    'sticks.manage',
    'audit.read',
  ],
  auditor: ['audit.read'],
  childrenClerk: [
    'children.read',
    'children.write',
    'children.help',
    'children.print',
    'children.export',
    'templates.write',
    'backup.make',
    'seal.ask',
  ],
  watchlistClerk: [
    'watchlist.read',
    'watchlist.write',
    'watchlist.help',
    'watchlist.print',
    'watchlist.export',
    'backup.make',
    'seal.ask',
  ],
  helpClerk: ['children.read', 'children.help', 'children.print', 'backup.make', 'seal.ask'],
  leader: [
    // Villages are taken away by who sees whether children live there.
    'office.write',
    'children.read',
    'children.print',
    'children.destroy',
    'watchlist.read',
    'watchlist.print',
    'watchlist.destroy',
    'audit.read',
    'backup.make',
    'backup.restore',
    'seal.ask',
    'seal.approve',
    'export.approve',
  ],
} as const satisfies Record<RoleName, readonly Right[]>;

/**
 * Whose records belong to villages. Key persons have none: nobody could say which of them are whose, so whoever is limited to some
 * villages has no right to any.
 */
export const villageCompartments: readonly PeopleCompartment[] = ['children'];

/**
 * What a user may do by the roles that are stored of him, see `rolesHeld`.
 * @param villages the villages whose records are his work; null for all of them
 */
export function rightsOf(stored: readonly string[], villages: readonly string[] | null = null): ReadonlySet<Right> {
  const held = rolesHeld(stored).flatMap((role): readonly Right[] => rightsOfRole[role]);
  if (villages === null) return new Set(held);
  const closed = peopleCompartments.filter((each) => !villageCompartments.includes(each));
  return new Set(held.filter((right) => !closed.some((each) => right.startsWith(`${each}.`))));
}

/** The roles that have a right, for a sentence that says whom to ask. */
export function rolesWith(right: Right): readonly RoleName[] {
  return (Object.keys(rightsOfRole) as RoleName[]).filter((role) =>
    rightsOfRole[role].some((each: Right) => each === right),
  );
}
