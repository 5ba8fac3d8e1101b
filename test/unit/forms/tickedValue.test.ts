import { describe, expect, it } from 'vitest';
import { tickedValue } from '../../../renderer/sheets/tickedValue.ts';
import type { FieldValue } from '../../../shared/fields/kinds.ts';
import { fieldOf } from '../../../shared/forms/defineSheet.ts';
import { option, type TickPart } from '../../../shared/forms/sheet.ts';
import { child } from '../../../shared/registers/child.ts';

const tick = (field: string, code: string, codes = [code]): TickPart => ({
  kind: 'tick',
  field,
  style: '□',
  ...option('', code),
  codes,
});

describe('pressing a box', () => {
  const press = (field: string, value: FieldValue | null, box: TickPart, ticked: boolean): FieldValue | null => {
    const kind = fieldOf(child, undefined, field)?.kind;
    if (!kind) throw new Error(`${field} is not declared`);
    return tickedValue(kind, value, box, ticked);
  };

  it('adds and removes one of several', () => {
    expect(press('health', null, tick('health', '2'), false)).toEqual(['2']);
    expect(press('health', ['2'], tick('health', '3'), false)).toEqual(['2', '3']);
    expect(press('health', ['2'], tick('health', '2'), true)).toBeNull();
  });

  it('lets 健康 stand alone', () => {
    expect(press('health', ['2', '3'], tick('health', '1'), false)).toEqual(['1']);
    expect(press('health', ['1'], tick('health', '2'), false)).toEqual(['2']);
  });

  it('stores the code of the box and clears it again', () => {
    const school = tick('study_state', '5', ['5', '6']);
    expect(press('study_state', '3', school, false)).toBe('5');
    expect(press('study_state', '6', school, true)).toBeNull();
  });

  it('stores 是 and 否 as the yes and no they are', () => {
    expect(press('guardian_capable', null, tick('guardian_capable', '1'), false)).toBe(true);
    expect(press('guardian_capable', true, tick('guardian_capable', '0'), false)).toBe(false);
    expect(press('guardian_capable', false, tick('guardian_capable', '0'), true)).toBeNull();
  });
});
