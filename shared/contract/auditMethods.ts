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
} as const;
