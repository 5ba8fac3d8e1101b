import { mmPerPoint } from '../../shared/forms/fitText.ts';

/** A length of the form in millimetres, at the scale of the screen. */
export const mm = (length: number): string => `calc(var(--mm) * ${length})`;
/** A size of type in points at that scale, never less than can be read on a screen. */
export const points = (size: number): string => `max(14px, ${mm(Math.round(size * mmPerPoint * 1000) / 1000)})`;
