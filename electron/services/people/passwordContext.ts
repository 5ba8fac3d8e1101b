import type { MethodOutput, OfficeSettings } from '../../../shared/contract/methods.ts';
import { nameReadings } from '../search/searchKeys.ts';

/** The names of an office that its people's passwords must not repeat. */
export interface OfficeNames {
  readonly township: string;
  /** Codes of its villages. */
  readonly areaCodes: readonly string[];
}

export function officeNames({ township, villages }: OfficeSettings): OfficeNames {
  return { township, areaCodes: villages.map(({ code }) => code) };
}

/**
 * What a password of somebody must not repeat, with every reading that the names have: 单 is typed as shan and as dan. Core and page judge
 * by the same.
 */
export function passwordContext(userName: string, office?: OfficeNames): MethodOutput<'password.context'> {
  const { township = '', areaCodes = [] } = office ?? {};
  const spellings = [...spokenParts(userName), ...spokenParts(withoutKind(township))].flatMap((name) =>
    nameReadings(name).flatMap(typed),
  );
  return { userName, officeName: township, spellings: [...new Set(spellings)], areaCodes: [...areaCodes] };
}

/** A name without what tells it apart from another, 王芳（民政）; one with a dot, 阿卜杜拉·买买提, also by its parts. */
function spokenParts(name: string): string[] {
  const parts = name.replace(/[（(〔[].*$/u, '').split(/[·•・.\s]+/u);
  return parts.length > 1 ? [parts.join(''), ...parts] : parts;
}

/** 双塘镇 is typed as shuangtang as often as shuangtangzhen. */
function withoutKind(name: string): string {
  return name.length > 2 ? name.replace(/[镇乡县市区]$|街道$/u, '') : name;
}

/** The ways in which a reading is typed: ü is a v, a u, or as in passports yu. */
function typed(reading: readonly string[]): string[] {
  return ['v', 'u', 'yu'].map((letter) => reading.join(' ').replaceAll(/(?<=[ln])v/g, letter));
}
