import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { auditedFiles, type ShownFault } from '../../shared/contract/auditMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { useRights } from '../app/useRights.ts';
import { auditStatusQuery } from './auditQueries.ts';
import { FaultReviewDialog } from './FaultReviewDialog.tsx';
import { faultInWords } from './faultInWords.ts';

const nextSteps = {
  older:
    '如果刚用旧文件覆盖过数据文件夹，请把原来的文件放回；否则请用最近的备份恢复（安全保密员、系统管理员或分管领导可以恢复）。',
  chain: '请不要删除任何文件，先复制一份备份，再请安全保密员和分管领导查明原因。',
  history: '请不要删除任何文件，先复制一份备份，再请安全保密员和分管领导查明原因。',
  anchors: '请把数据文件夹恢复原样；找不到时请安全保密员对照最近一次打印的审计表核对。',
  keyring:
    '停用过的用户和改过的密码可能又能用了。请把数据文件夹恢复原样；找不到时请安全保密员核对全部用户、重设密码，再更换数据密钥。',
} as const satisfies Record<ShownFault['kind'], string>;

/**
 * The red bar above every page when the records of use were tampered with, and a quiet line once somebody has looked into it; work goes
 * on meanwhile.
 */
export function AuditBar() {
  const status = useQuery(auditStatusQuery(useApi())).data;
  const mayReview = useRights().has('audit.read');
  const [asked, setAsked] = useState<ShownFault | null>(null);
  const faults = status?.faults ?? [];
  const reviewed = status?.reviewed ?? 0;
  return (
    <>
      {faults
        .filter(({ review }) => review === null)
        .map((fault) => (
          <Alert
            key={fault.mark}
            severity="error"
            variant="filled"
            sx={{ mb: 1 }}
            action={
              mayReview && (
                <Button color="inherit" variant="outlined" onClick={() => setAsked(fault)}>
                  登记查明情况
                </Button>
              )
            }
          >
            <AlertTitle sx={{ fontSize: 16, mb: 0 }}>
              {auditedFiles[fault.file]}：{faultInWords(fault)}
            </AlertTitle>
            {nextSteps[fault.kind]}
          </Alert>
        ))}
      {reviewed > 0 && (
        <Alert severity="info" sx={{ mb: 1, py: 0 }}>
          操作记录有过{reviewed}处异常，已登记查明情况{mayReview ? '，见“审计”' : ''}。
        </Alert>
      )}
      {asked && <FaultReviewDialog fault={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
