import { disabilityClasses, hardshipGrounds, riskLevels } from '../../../shared/codes/children.ts';
import type { RecordValues } from '../../../shared/registers/register.ts';
import { joinDate } from '../../../shared/rules/calendarDate.ts';
import { checkCharacterOf } from '../../../shared/rules/idNumber.ts';

/** Villages of the invented township that the demonstration and the measurements use. No such place exists. */
export const inventedOffice = {
  province: '虚拟省',
  city: '虚拟市',
  county: '虚拟县',
  township: '安宁镇',
  villages: ['双塘村', '古井社区', '柳溪村', '清水村', '白茅村', '枫树坳村', '石桥村', '龙井社区'].map(
    (name, index) => ({
      code: String(439981100201 + index),
      name,
    }),
  ),
};

const surnames = [
  ...'李王张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单解查仇区翟盖朴',
  '欧阳',
  '上官',
  '尉迟',
  '万俟',
];
const givenCharacters = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰国建文辉梅欣怡梓涵轩宇浩泽雨佳朵朵小乐子晨思琪博睿萱俊昊嘉雪莹琳瑶婷悦晓昇䶮㛃犇𬱖𫖯',
];
const schools = ['安宁镇中心小学', '安宁镇中学', '石桥教学点', '虚拟县第三中学'];
const guardianGaps = ['父亲长期在外务工，祖母年迈', '母亲患病，无力照看', '无人照料'];

/** Numbers from 0 to 1 that repeat for the same seed (mulberry32), so that measurements and tests are repeatable. */
export function repeatableRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Invented children with valid ID numbers of area 439981, which belongs to no county. The same index and random
 * numbers give the same child; indices below 1,000,000 give different ID numbers.
 */
export function inventedChild(index: number, random: () => number): RecordValues {
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const given = (length: number): string => Array.from({ length }, () => pick(givenCharacters)).join('');
  const surname = pick(surnames);
  // The index fixes day and serial number, so that no two children share an ID number; 13 has no factor in common with 500.
  const birth = joinDate(2009 + (index % 16), 1 + (Math.floor(index / 16) % 12), 1 + (Math.floor(index / 192) % 28));
  const serial = ((Math.floor(index / 5376) * 13 + index * 7) % 500) * 2 + (random() < 0.5 ? 0 : 1);
  const firstSeventeen = `439981${birth.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  const home = pick(inventedOffice.villages);
  const address = `虚拟县安宁镇${home.name}${1 + Math.floor(random() * 18)}组${1 + Math.floor(random() * 60)}号`;
  const health = random() < 0.8 ? '1' : random() < 0.5 ? '2' : '3';
  const capable = random() < 0.5;
  const age = 2026 - Number(birth.slice(0, 4));
  return {
    fields: {
      name: surname + given(random() < 0.25 ? 1 : 2),
      id_number: firstSeventeen + checkCharacterOf(firstSeventeen),
      no_id_reason: null,
      sex: serial % 2 === 1 ? '1' : '2',
      birth_date: birth,
      ethnicity: pick(['01', '01', '06', '12', '15']),
      village: home.code,
      household_address: address,
      residence_address: address,
      health: [health],
      disability_class: health === '2' ? pick(disabilityClasses.entries).code : null,
      disability_grade: health === '2' ? pick(['1', '2', '3', '4']) : null,
      disease: health === '3' ? pick(['癫痫', '先天性心脏病', '白血病']) : null,
      study_state: age < 7 ? '2' : age < 13 ? '3' : '4',
      school_or_status: age < 7 ? '在家' : pick(schools),
      family_states: [pick(['1', '2', '3', '6', '7'])],
      guardian_capable: capable,
      guardian_gap: capable ? null : pick(guardianGaps),
      status: '1',
      risk_level: pick(riskLevels.entries).code,
      responsible_person: pick(['周敏', '罗建国']),
      last_visited_on:
        random() < 0.3 ? null : joinDate(2026, 9 + Math.floor(random() * 3), 1 + Math.floor(random() * 20)),
      filled_on: '2026-10-26',
      registering_unit: `安宁镇${home.name}`,
      registered_by: pick(['周敏', '罗建国']),
      registered_on: '2026-10-26',
      remark: null,
    },
    rows: {
      categories: [
        {
          category: pick(hardshipGrounds.entries.filter((entry) => entry.code !== 'A1')).code,
          began_on: '2026-10-26',
          ended_on: null,
          basis: null,
          source: '“失亲”排查表',
        },
      ],
      members: [
        {
          relation: '51',
          guardian_role: '1',
          name: surname + given(2),
          id_number: null,
          phone: `199${String(Math.floor(random() * 1e8)).padStart(8, '0')}`,
          health: '良好',
          workplace: pick(['在外务工', '在家务农', null]),
        },
        {
          relation: '62',
          name: pick(surnames) + given(2),
          id_number: null,
          phone: null,
          health: '年迈',
          workplace: null,
        },
      ],
    },
  };
}
