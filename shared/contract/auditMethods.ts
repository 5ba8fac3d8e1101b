import { z } from 'zod';
import { actNames } from '../audit/acts.ts';
import { jobName } from './jobMethods.ts';
import { unlockedMethod } from './method.ts';
import { nothing } from './shapes.ts';

/** Rows that one answer lists. */
export const auditPage = 100;

/** The files that keep a chain, as the office calls them. */
export const auditedFiles = { office: '单位和账号', children: '儿童', watchlist: '重点人员' } as const;
export type AuditedFile = keyof typeof auditedFiles;

const file = z.enum(Object.keys(auditedFiles) as [AuditedFile, ...AuditedFile[]]);

/** What can be wrong with the records of use, and what a user reads of it. */
export const auditFaults = {
  older: '数据被换成旧版本',
  chain: '操作记录被改动过',
  history: '修改历史被改动过',
  anchors: '核对点文件不见了或被改动过',
  keyring: '用户和密码被换成旧的',
} as const;
export type AuditFault = keyof typeof auditFaults;

const fault = z.strictObject({
  file,
  kind: z.enum(Object.keys(auditFaults) as [AuditFault, ...AuditFault[]]),
  /** ISO 8601, UTC: until then all is sound; null when nothing is. */
  since: z.string().nullable(),
});
export type ShownFault = z.infer<typeof fault>;

const checked = z.strictObject({ at: z.string(), rows: z.int(), isSound: z.boolean() });

const auditRow = z.strictObject({
  file,
  seq: z.int(),
  at: z.string(),
  /** Empty: the program by itself. */
  user: z.string(),
  roles: z.array(z.string()),
  act: z.string(),
  /** `child/<id>` and the like; empty: nothing in particular. */
  object: z.string(),
  /** What else there is to say, in words. */
  told: z.array(z.string()),
});
export type AuditLine = z.infer<typeof auditRow>;

/** What the printed reports say of a month or a year. */
const auditReport = z.strictObject({
  /** ISO 8601, UTC; when it was put together. */
  at: z.string(),
  /** Where each chain stands: on paper it cannot be put back. The code is eight characters of the last row's. */
  heads: z.array(z.strictObject({ file, rows: z.int(), code: z.string() })),
  /** How often each user did each thing. */
  counts: z.array(z.strictObject({ user: z.string(), act: z.string(), n: z.int() })),
  /** Checks of all rows. */
  checks: z.array(checked),
  /** What a reader has to know of one by one, in order; `more` that are left out, as each page holds only so many. */
  notable: z.array(auditRow),
  more: z.int(),
  /** Backups that were made in the time and are still there. */
  backups: z.int(),
  people: z.array(
    z.strictObject({
      name: z.string(),
      roles: z.array(z.string()),
      /** How many villages he works for; null for all of them. */
      villages: z.int().nullable(),
      exception: z.string().nullable(),
      disabledAt: z.string().nullable(),
    }),
  ),
  sticks: z.array(
    z.strictObject({ label: z.string(), keeper: z.string(), usable: z.boolean(), last: z.string().nullable() }),
  ),
});
export type AuditReport = z.infer<typeof auditReport>;

/** The records of use: what was done with the program, by whom and when. */
export const auditMethods = {
  /** What the program found wrong since it was unlocked; shown to everybody. */
  'audit.status': unlockedMethod(
    nothing,
    z.strictObject({
      faults: z.array(fault),
      /** The last check of all rows; null before the first one. */
      lastCheck: checked.nullable(),
      isChecking: z.boolean(),
    }),
  ),
  /** Rows, the latest first. */
  'audit.list': unlockedMethod(
    z.strictObject({
      /** Local days, both included. */
      from: z.iso.date().nullable(),
      to: z.iso.date().nullable(),
      /** Empty: everybody. */
      users: z.array(z.string().max(60)).max(100),
      /** Empty: everything. */
      acts: z.array(z.enum(actNames)).max(actNames.length),
      /** The number of a record, or a part of it; empty: all. */
      object: z.string().trim().max(60),
      offset: z.int().min(0),
    }),
    z.strictObject({ total: z.int(), rows: z.array(auditRow) }),
  ),
  'audit.choices': unlockedMethod(
    nothing,
    z.strictObject({
      users: z.array(z.string()),
      acts: z.array(z.enum(actNames)),
      files: z.array(file),
      /** Years with rows, the latest first. */
      years: z.array(z.int()),
    }),
  ),
  /** Checks every row and the history behind it. */
  'audit.verify': unlockedMethod(
    z.strictObject({ job: jobName }),
    z.strictObject({ rows: z.int(), faults: z.array(fault) }),
  ),
  /** What the sheet of a month (YYYY-MM) or the report of a year (YYYY) says, to be printed, signed and kept on paper. */
  'audit.report': unlockedMethod(
    z.strictObject({ period: z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/u) }),
    auditReport,
  ),
} as const;
