import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import { useQuery } from '@tanstack/react-query';
import { auditedFiles, auditFaults, type ShownFault } from '../../shared/contract/auditMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { auditStatusQuery } from './auditQueries.ts';

const nextSteps = {
  older: '如果刚用旧文件覆盖过数据文件夹，请把原来的文件放回；否则请在“设置”的“备份”里用最近的备份恢复。',
  chain: '请不要删除任何文件，先复制一份备份，再请安全保密员和分管领导查明原因。',
  history: '请不要删除任何文件，先复制一份备份，再请安全保密员和分管领导查明原因。',
  anchors: '请把数据文件夹恢复原样；找不到时请安全保密员对照最近一次打印的审计表核对。',
  keyring:
    '停用过的用户和改过的密码可能又能用了。请把数据文件夹恢复原样；找不到时请安全保密员核对全部用户、重设密码，再更换数据密钥。',
} as const satisfies Record<ShownFault['kind'], string>;

/** The red bar above every page when the records of use were tampered with; work goes on meanwhile. */
export function AuditBar() {
  const status = useQuery(auditStatusQuery(useApi())).data;
  return status?.faults.map((fault) => (
    <Alert key={fault.file} severity="error" variant="filled" sx={{ mb: 1 }}>
      <AlertTitle sx={{ fontSize: 16, mb: 0 }}>
        {auditedFiles[fault.file]}：{faultInWords(fault)}
      </AlertTitle>
      {nextSteps[fault.kind]}
    </Alert>
  ));
}

/** 操作记录被改动过，2026年11月21日 9:00以后的记录不能作为凭据 */
export function faultInWords({ kind, since }: ShownFault): string {
  if (since === null) return auditFaults[kind];
  const moment = momentInWords(since);
  return kind === 'older'
    ? `${auditFaults[kind]}（现有数据只到${moment}）`
    : `${auditFaults[kind]}，${moment}以后的记录不能作为凭据`;
}
