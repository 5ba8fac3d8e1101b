import { layoutRouteSheet, questionsThatFit, type RoutePerson } from '../../shared/forms/layoutRouteSheet.ts';
import type { SheetPage } from '../../shared/forms/layoutSheet.ts';
import { child } from '../../shared/registers/child.ts';
import type { RecordValues } from '../../shared/registers/register.ts';
import { routeQuestions } from '../../shared/rules/routeQuestions.ts';
import { sheetContext } from './sheetOffice.ts';

const usual: RoutePerson = {
  name: '欧阳朵朵',
  sex: '女',
  age: '11岁',
  fileNumber: '2026-00001',
  village: '双塘村',
  address: '虚拟县安宁镇双塘村3组8号',
  guardian: '田桂英（祖母）',
  phone: '19900000001',
};
const longest: RoutePerson = {
  ...usual,
  name: '阿卜杜热合曼·买买提'.repeat(5),
  fileNumber: '（2026）安宁镇未保字第00000001号·双塘',
  village: '双塘回族土家族苗族侗族自治村'.repeat(2),
  address: '虚拟县安宁镇双塘村'.repeat(11),
  guardian: `${'阿卜杜热合曼·买买提'.repeat(5)}（祖母）`,
};

/** A child with so much unknown and stale that not all of it can be asked on half a page. */
const emptied: RecordValues = {
  fields: {
    ...child.sample.fields,
    last_visited_on: null,
    id_number: null,
    no_id_reason: '1',
    family_states: null,
    guardian_capable: null,
    household_address: null,
    ethnicity: null,
    residence_address: '虚拟县安宁镇双塘村'.repeat(11),
  },
  rows: child.sample.rows,
};

/** A route sheet of invented children: a usual one, one with everything long, one with little to ask, one that is gone. */
export function routePages(): SheetPage[] {
  const questions = routeQuestions(child, emptied, sheetContext);
  return layoutRouteSheet('2026-0003', [
    { position: 1, person: usual, questions: questionsThatFit(usual, questions) },
    { position: 2, person: longest, questions: questionsThatFit(longest, questions) },
    { position: 3, person: usual, questions: [] },
    { position: 4, person: null, questions: [] },
  ]);
}
