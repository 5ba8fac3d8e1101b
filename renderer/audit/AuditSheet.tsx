import type { CSSProperties, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { actGroups, actLabel, acts, isAct } from '../../shared/audit/acts.ts';
import { type AuditReport, auditedFiles } from '../../shared/contract/auditMethods.ts';
import { rightsTable } from '../../shared/rights/rightsTable.ts';
import { isRoleName, roles } from '../../shared/rights/roles.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { faultInWords } from './faultInWords.ts';

interface AuditSheetProps {
  readonly unit: string;
  /** A month (YYYY-MM) or a year (YYYY). */
  readonly period: string;
  readonly report: AuditReport;
}

const cell: CSSProperties = { border: '1px solid #000', padding: '1mm 1.5mm', textAlign: 'left', verticalAlign: 'top' };

/**
 * The monthly sheet, and the yearly report (未成年人网络保护条例第三十七条), to be signed and kept on paper: what is printed here
 * cannot be put back with the files. On the screen it is not there.
 */
export function AuditSheet({ unit, period, report }: AuditSheetProps) {
  const isYear = period.length === 4;
  const [year, month] = period.split('-');
  const time = isYear ? `${year}年` : `${year}年${Number(month)}月`;
  return createPortal(
    <div className="print-page numbered" style={{ fontSize: '10pt' }}>
      <h1 style={{ fontSize: '17pt', textAlign: 'center', margin: '2mm 0 4mm' }}>
        {isYear ? `${time}度个人信息保护合规审计报告` : `${time}操作记录审计表`}
      </h1>
      <p>
        单位：{unit}　打印时间：{momentInWords(report.at)}
      </p>
      <Part title="一、操作记录核对点">
        <Grid
          head={['记录', '打印时条数', '校验码']}
          rows={report.heads.map(({ file, rows, code }) => [auditedFiles[file], rows.toLocaleString('zh-CN'), code])}
        />
        <p>以后程序里的记录少于上表条数，或同一条的校验码不同，说明数据被换成旧版本或被改动过。</p>
      </Part>
      <Part title="二、使用次数">
        <Grid head={['用户', ...groupNames.map(([, label]) => label)]} rows={countRows(report)} />
        <Grid head={['做了什么', '次数', '做了什么', '次数']} rows={inTwo(actRows(report))} />
      </Part>
      <Part title="三、核对和备份">
        <p>
          核对操作记录{report.checks.length}次，
          {report.checks.every(({ isSound }) => isSound)
            ? '全部完好。'
            : `发现异常${report.checks.filter(({ isSound }) => !isSound).length}次：${report.checks
                .filter(({ isSound }) => !isSound)
                .map(({ at }) => momentInWords(at))
                .join('、')}。`}
          现存这一时间的备份{report.backups}份。
        </p>
        {report.faults.length > 0 && (
          <Grid
            head={['登记人', '登记时间', '发现的异常', '查明情况']}
            unbroken={2}
            rows={report.faults.map((fault) => [
              fault.review?.by ?? '还没有登记',
              fault.review ? momentInWords(fault.review.at) : '',
              `${auditedFiles[fault.file]}：${faultInWords(fault)}`,
              fault.review?.reason ?? '',
            ])}
          />
        )}
      </Part>
      <Part title="四、需要说明的操作">
        {report.notable.length === 0 ? (
          <p>没有。</p>
        ) : (
          <Grid
            head={['时间', '用户', '做了什么', '记录编号', '说明']}
            unbroken={3}
            rows={report.notable.map((row) => [
              momentInWords(row.at),
              row.user === '' ? '程序' : row.user,
              actLabel(row.act),
              row.object.split('/').at(-1) ?? '',
              row.told.join('；'),
            ])}
          />
        )}
        {report.more > 0 && <p>另有{report.more}条，请在程序的“审计”里查看。</p>}
      </Part>
      {isYear && <YearParts report={report} />}
      <p
        style={{
          marginTop: '10mm',
          display: 'flex',
          flexWrap: 'wrap',
          gap: '6mm 8mm',
          breakBefore: 'avoid',
          breakInside: 'avoid',
        }}
      >
        {['安全审计员（签名）', '安全保密员（签名）', '分管领导（签名）', '日期'].map((who) => (
          <span key={who}>{who}：＿＿＿＿＿＿＿＿</span>
        ))}
      </p>
    </div>,
    document.body,
  );
}

function YearParts({ report }: Pick<AuditSheetProps, 'report'>) {
  const table = rightsTable();
  return (
    <>
      <Part title="五、用户、角色和兼任">
        <Grid
          head={['用户', '角色', '村（社区）', '兼任原因', '停用时间']}
          unbroken={1}
          rows={report.people.map(({ name, roles: held, villages, exception, disabledAt }) => [
            name,
            held.map((role) => (isRoleName(role) ? roles[role].label : role)).join('、'),
            villages === null ? '全部' : `${villages}个`,
            exception ?? '',
            disabledAt === null ? '' : momentInWords(disabledAt),
          ])}
        />
      </Part>
      <Part title="六、角色的权限">
        <Grid
          head={['权限', ...table.roles]}
          rows={table.rows.map(({ words, marks }) => [words, ...marks.map((mark) => (mark ? '有' : ''))])}
        />
      </Part>
      <Part title="七、移动存储设备">
        {report.sticks.length === 0 ? (
          <p>没有登记。</p>
        ) : (
          <Grid
            head={['编号', '保管人', '能否使用', '最近一次登记']}
            rows={report.sticks.map(({ label, keeper, usable, last }) => [
              label,
              keeper,
              usable ? '能' : '不能',
              last ?? '',
            ])}
          />
        )}
      </Part>
    </>
  );
}

/** What the program does by itself is no use of it. */
const groupNames = Object.entries(actGroups).filter(([group]) => group !== 'program');

function countRows({ counts }: AuditReport): string[][] {
  const users = [...new Set(counts.map(({ user }) => user))].filter((user) => user !== '');
  return users.map((user) => [
    user,
    ...groupNames.map(([group]) =>
      String(
        counts
          .filter((each) => each.user === user && isAct(each.act) && acts[each.act].group === group)
          .reduce((sum, { n }) => sum + n, 0),
      ),
    ),
  ]);
}

function actRows({ counts }: AuditReport): string[][] {
  const sums = new Map<string, number>();
  for (const { act, n } of counts) sums.set(act, (sums.get(act) ?? 0) + n);
  return [...sums].toSorted(([, one], [, other]) => other - one).map(([act, n]) => [actLabel(act), String(n)]);
}

/** Rows of a long narrow table beside each other, the first half on the left. */
function inTwo(rows: readonly (readonly string[])[]): string[][] {
  const half = Math.ceil(rows.length / 2);
  return rows.slice(0, half).map((row, index) => [...row, ...(rows[half + index] ?? row.map(() => ''))]);
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section style={{ marginTop: '5mm' }}>
      <h2 style={{ fontSize: '12pt', margin: '0 0 2mm', breakAfter: 'avoid' }}>{title}</h2>
      {children}
    </section>
  );
}

interface GridProps {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many columns from the left keep their texts in one line, such as names and times. */
  readonly unbroken?: number;
}

function Grid({ head, rows, unbroken = 0 }: GridProps) {
  const styleOf = (column: number): CSSProperties =>
    column < unbroken ? { ...cell, whiteSpace: 'nowrap' } : { ...cell, overflowWrap: 'anywhere' };
  return (
    <table style={{ borderCollapse: 'collapse', width: '100%', fontSize: '9pt', marginBottom: '2mm' }}>
      <thead>
        <tr>
          {head.map((title, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns never change their place
            <th key={column} style={styleOf(column)}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never change their place
          <tr key={index} style={{ breakInside: 'avoid' }}>
            {row.map((text, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never change their place
              <td key={column} style={styleOf(column)}>
                {text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
