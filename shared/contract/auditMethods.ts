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
export const auditFaultNames = Object.keys(auditFaults) as [AuditFault, ...AuditFault[]];

/** Longest account of what became of a fault, in characters. */
export const longestFaultReason = 200;

const faultKey = {
  file,
  kind: z.enum(auditFaultNames),
  /** Tells this fault from every other. */
  mark: z.string().max(200),
};
const fault = z.strictObject({
  ...faultKey,
  /** ISO 8601, UTC: until then all is sound; null when nothing is. */
  since: z.string().nullable(),
  /** Who looked into it, when, and what he found; null while nobody has. */
  review: z.strictObject({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
});
export type ShownFault = z.infer<typeof fault>;

/** How far down each chain a reader has come: of each file, the row that was shown last. */
const auditPlace = z.partialRecord(file, z.int().min(0));
export type AuditPlace = z.infer<typeof auditPlace>;

const checked = z.strictObject({
  at: z.string(),
  rows: z.int(),
  /** False too when all that is wrong was looked into. */
  isSound: z.boolean(),
  /** How many faults are still there that were looked into. */
  reviewed: z.int(),
});

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
  /** What is wrong now, and what became of what was wrong before. */
  faults: z.array(fault),
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
      /** What somebody has looked into stands among them, with his account of it, only for who may read the records of use. */
      faults: z.array(fault),
      /** How many of the faults somebody has looked into. */
      reviewed: z.int(),
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
      /** What a page ended with: the rows before it follow. Null: the latest. */
      after: auditPlace.nullable(),
    }),
    z.strictObject({
      /** Of all pages. */
      total: z.int(),
      rows: z.array(auditRow),
      /** What this page ends with; null when it is the last one. */
      next: auditPlace.nullable(),
    }),
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
  /**
   * Enters what became of a fault that was looked into: it is told quietly from then on, a new or a different one in red again.
   * Conflict when it is not there any more.
   */
  'audit.review': unlockedMethod(
    z.strictObject({
      ...faultKey,
      reason: z
        .string()
        .trim()
        .min(1, '请写明查到了什么、怎样处理')
        .refine((text) => [...text].length <= longestFaultReason, `不能超过${longestFaultReason}字，请缩短`),
    }),
    nothing,
  ),
  /** What the sheet of a month (YYYY-MM) or the report of a year (YYYY) says, to be printed, signed and kept on paper. */
  'audit.report': unlockedMethod(
    z.strictObject({ period: z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/u) }),
    auditReport,
  ),
} as const;
