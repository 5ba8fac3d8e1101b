import { date, pastDate, staffName, text } from '../fields/kinds.ts';
import { child } from '../registers/child.ts';
import { optional } from '../registers/declareFields.ts';
import { emptyRow, type Fields, type Issue, type RecordValues } from '../registers/register.ts';
import { datesInOrder } from '../rules/datesInOrder.ts';
import { definePaper } from './paper.ts';

const fields = {
  duty_list_on: optional('监护责任清单签收日期', pastDate),
  duty_list_until: optional('监护责任清单有效期止', date),
  duty_list_unsigned: optional('监护责任清单未签原因', text(60)),
  service_list_on: optional('服务资源清单签收日期', pastDate),
  service_list_until: optional('服务资源清单有效期止', date),
  service_list_unsigned: optional('服务资源清单未签原因', text(60)),
  pledge_on: optional('承诺书签订日期', pastDate),
  pledge_until: optional('承诺书有效期止', date),
  pledge_unsigned: optional('承诺书未签原因', text(60)),
  agreement_unsigned: optional('委托照护协议书未签原因', text(60)),
  handled_by: optional('经办人', staffName),
} satisfies Fields;

/** The three slips that are signed once and hold until a day. The agreement has its own paper. */
const slips = ['duty_list', 'service_list', 'pledge'] as const;

function rules({ fields: given }: RecordValues): Issue[] {
  return slips.flatMap((slip) => {
    const issues = datesInOrder(fields, given, [`${slip}_on`, `${slip}_until`]);
    if (typeof given[`${slip}_on`] === 'string' && typeof given[`${slip}_unsigned`] === 'string') {
      const message = '已经签了的不用写未签原因，请清空其中一项';
      issues.push({ severity: 'error', path: `${slip}_unsigned`, message });
    }
    return issues;
  });
}

/**
 * 两单两书 of one child (seed 004 §22): which of the four papers are signed, since when, until when, or why not. What the four are no
 * public text says: titles and texts are defaults, and an office that has its own uses those.
 */
export const familyPapers = definePaper({
  key: 'familyPapers',
  title: '两单两书签订情况',
  kept: true,
  about: child,
  fields,
  sections: [
    { title: '家庭监护责任清单', fields: ['duty_list_on', 'duty_list_until', 'duty_list_unsigned'] },
    { title: '关爱服务与帮扶资源清单', fields: ['service_list_on', 'service_list_until', 'service_list_unsigned'] },
    { title: '家庭监护责任承诺书', fields: ['pledge_on', 'pledge_until', 'pledge_unsigned'] },
    { title: '委托照护协议书', fields: ['agreement_unsigned'] },
    { title: '经办', fields: ['handled_by'] },
  ],
  summary: ['duty_list_on', 'service_list_on', 'pledge_on'],
  prefill: ({ user }) => ({ fields: { handled_by: user } }),
  rules,
  sample: {
    fields: {
      ...emptyRow(fields),
      duty_list_on: '2026-10-26',
      duty_list_until: '2027-10-25',
      service_list_on: '2026-10-26',
      service_list_until: '2027-10-25',
      pledge_unsigned: '父亲在外，约定春节返乡时签',
      handled_by: '周敏',
    },
    rows: {},
  },
});
