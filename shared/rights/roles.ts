/**
 * Keys of a vault that a user is given copies of: one for each encrypted file, and `sealed` for values that lie sealed beside the
 * record they belong to.
 */
export const keyNames = ['office', 'children', 'watchlist', 'sealed'] as const;
export type KeyName = (typeof keyNames)[number];

/** What a user is to the office. `label` is the official word, `may` what he may do, `keys` what he can decrypt at all. */
export interface Role {
  readonly label: string;
  readonly may: string;
  readonly keys: readonly KeyName[];
}

/**
 * The roles of the office. A key is the outer wall: what it does not open nobody can show him. Inside it the rights of the role
 * (`rights.ts`) decide, so the secrecy officer and the auditor hold keys to hand on and to check, and see no child.
 */
export const roles = {
  systemKeeper: {
    label: '系统管理员',
    may: '停用账号，管理单位资料、移动存储设备、备份和恢复，打不开儿童和重点人员的资料。',
    keys: ['office'],
  },
  secrecyOfficer: {
    label: '安全保密员',
    may: '添加人员、授权、重设密码，批准查看封存内容和大量导出，不看儿童和重点人员的资料。',
    keys: ['office', 'children', 'watchlist', 'sealed'],
  },
  auditor: {
    label: '安全审计员',
    may: '查看和打印全部操作记录，只看到记录编号，看不到姓名。',
    keys: ['office', 'children', 'watchlist'],
  },
  childrenClerk: {
    label: '经办（儿童）',
    may: '登记、排查、打印和导出儿童资料，可以限定在几个村。',
    keys: ['office', 'children'],
  },
  watchlistClerk: {
    label: '经办（重点人员）',
    may: '登记和打印重点人员资料；重点人员不分村，限定了村的人看不到。',
    keys: ['office', 'watchlist'],
  },
  helpClerk: {
    label: '经办（帮扶）',
    may: '查看儿童资料，填写和打印帮扶材料，不改登记内容，可以限定在几个村。',
    keys: ['office', 'children'],
  },
  leader: {
    label: '分管领导',
    may: '查看全部资料和操作记录，批准查看封存内容和大量导出，增减村（社区），不改登记内容。',
    keys: ['office', 'children', 'watchlist', 'sealed'],
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;

export const roleNames = Object.keys(roles) as readonly RoleName[];

/** Tells the name of a role from any other text, such as one in a file. */
export function isRoleName(text: string): text is RoleName {
  return Object.hasOwn(roles, text);
}

/** The roles whose work can be limited to some villages; whoever holds another role besides sees them all. */
export const villageRoles = ['childrenClerk', 'watchlistClerk', 'helpClerk'] as const satisfies readonly RoleName[];

/**
 * Roles that one person should not hold together: who keeps the accounts or hands out rights is not the one who checks what was
 * done with them. Practice of the three officers (三员) in the protection of classified systems (涉密信息系统分级保护); system
 * keeper and secrecy officer may be one person. Not a legal duty here, so a small office may note an exception with its reason.
 */
export const exclusivePairs = [
  ['systemKeeper', 'auditor'],
  ['secrecyOfficer', 'auditor'],
] as const satisfies readonly (readonly [RoleName, RoleName])[];

/**
 * The roles that a user holds by what is stored of him. One of a vault from before there were roles has none stored, and holds
 * every role; a role that this program does not know gives nothing.
 */
export function rolesHeld(stored: readonly string[]): readonly RoleName[] {
  return stored.length === 0 ? roleNames : stored.filter(isRoleName);
}

/** The pairs of roles that exclude each other and are both held; each needs an exception with a reason. */
export function exclusivePairsIn(stored: readonly string[]): readonly (readonly [RoleName, RoleName])[] {
  const held = rolesHeld(stored);
  return exclusivePairs.filter(([one, other]) => held.includes(one) && held.includes(other));
}

/** The keys that a user with these roles is given, in the order of `keyNames`. */
export function keysOfRoles(stored: readonly string[]): readonly KeyName[] {
  const given = new Set<KeyName>(rolesHeld(stored).flatMap((role) => roles[role].keys));
  return keyNames.filter((key) => given.has(key));
}
