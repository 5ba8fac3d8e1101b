import { createPortal } from 'react-dom';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { chineseDate } from '../../shared/rules/calendarDate.ts';
import { momentInWords } from '../components/momentInWords.ts';

type ExposedBackup = MethodOutput<'people.exposedBackups'>['backups'][number];

interface DestructionSheetProps {
  readonly unit: string;
  readonly today: string;
  readonly backups: readonly ExposedBackup[];
}

/** With their widths in millimetres: what is entered by pen has room for it. */
const columns = [
  ['序号', 9],
  ['备份时间', 23],
  ['文件夹', 26],
  ['可能打开它的离岗人员', 25],
  ['存放处', 20],
  ['处理（销毁、封存）', 23],
  ['日期', 22],
  ['经手人', 22],
] as const;
const cell = {
  border: '1px solid #000',
  padding: '1.5mm',
  textAlign: 'left',
  verticalAlign: 'top',
  overflowWrap: 'anywhere',
} as const;
/** Lines for copies on sticks, which the program does not know. */
const emptyLines = 6;

/** 销毁登记: what is done with each old backup and each copy of it, entered by pen. On the screen it is not there. */
export function DestructionSheet({ unit, today, backups }: DestructionSheetProps) {
  return createPortal(
    <div className="print-page" style={{ fontSize: '10.5pt' }}>
      <h1 style={{ fontSize: '18pt', textAlign: 'center', margin: '4mm 0' }}>旧备份销毁登记</h1>
      <p>
        单位：{unit}　打印日期：{chineseDate(today)}
      </p>
      <p>
        下列备份用离岗前的数据密钥加密，离岗人员如果留有副本和密码，仍可能打开。请逐份销毁或封存，包括U盘上的同名文件夹。
      </p>
      <table style={{ borderCollapse: 'collapse', width: '100%', tableLayout: 'fixed', fontSize: '9.5pt' }}>
        <thead>
          <tr>
            {columns.map(([title, width]) => (
              <th key={title} style={{ ...cell, width: `${width}mm` }}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {backups.map(({ id, made, people }, index) => (
            <tr key={id} style={{ breakInside: 'avoid' }}>
              <td style={cell}>{index + 1}</td>
              <td style={cell}>{momentInWords(made)}</td>
              <td style={cell}>{id}</td>
              <td style={cell}>{people.join('、')}</td>
              <td style={cell}>本机</td>
              <td style={cell} />
              <td style={cell} />
              <td style={cell} />
            </tr>
          ))}
          {Array.from({ length: emptyLines }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: empty lines are alike
            <tr key={index} style={{ height: '8mm' }}>
              {columns.map(([title]) => (
                <td key={title} style={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p style={{ marginTop: '10mm' }}>安全保密员（签名）：＿＿＿＿＿＿＿＿　分管领导（签名）：＿＿＿＿＿＿＿＿</p>
    </div>,
    document.body,
  );
}
