import { z } from 'zod';
import { unlockedMethod } from './method.ts';
import { nothing } from './shapes.ts';

/** What happens to a stick after it was registered. */
export const stickEvents = {
  given: '领用',
  returned: '归还',
  backup: '拷入备份',
  lost: '遗失',
  destroyed: '销毁',
} as const;
export type StickEvent = keyof typeof stickEvents;
/** What a clerk enters; copies of backups the program enters by itself. */
export const enteredStickEvents = ['given', 'returned', 'lost', 'destroyed'] as const;

const line = (most: number) => z.string().trim().max(most, `不能超过${most}字，请缩短`);
const event = z.enum(Object.keys(stickEvents) as [StickEvent, ...StickEvent[]]);

/** A registered stick, and what became of it, the latest first. */
export const stick = z.strictObject({
  id: z.uuid(),
  label: z.string(),
  serial: z.string(),
  keeper: z.string(),
  registeredAt: z.string(),
  registeredBy: z.string(),
  /** False once it is lost or destroyed: nothing is written on it any more. */
  usable: z.boolean(),
  events: z.array(
    z.strictObject({ kind: event, person: z.string(), note: z.string(), at: z.string(), by: z.string() }),
  ),
});
export type Stick = z.infer<typeof stick>;

/** The register of the office's sticks and removable disks. */
export const stickMethods = {
  'stick.list': unlockedMethod(nothing, z.strictObject({ sticks: z.array(stick) })),
  /** Enters a stick under what is written on it. @throws invalid when the label is taken */
  'stick.add': unlockedMethod(
    z.strictObject({
      label: line(30).min(1, '请填写贴在U盘上的编号'),
      serial: line(60),
      keeper: line(30).min(1, '请填写保管人'),
    }),
    z.strictObject({ id: z.uuid() }),
  ),
  /** Enters what became of it. @throws conflict for one that is lost or destroyed */
  'stick.note': unlockedMethod(
    z.strictObject({ id: z.uuid(), kind: z.enum(enteredStickEvents), person: line(30), note: line(60) }),
    nothing,
  ),
} as const;
