import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { createPortal } from 'react-dom';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { chineseDate } from '../../shared/rules/calendarDate.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { KeyGroups, keyOnPaperAction } from '../components/RecoveryKeyStep.tsx';

type Sheet = MethodOutput<'recovery.renew'>['sheets'][number];

/** A new recovery key: on one sheet, or on three of which two are enough. It holds once its groups were read back from paper. */
export function RecoveryRenewal({ isSplit }: { readonly isSplit: boolean }) {
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const [onPaper, setOnPaper] = useState(false);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const renew = useMutation({
    mutationFn: (split: boolean) => api.call('recovery.renew', { isSplit: split }),
    onSuccess: () => {
      setOnPaper(false);
      setTyped({});
    },
  });
  const sheets = renew.data?.sheets ?? [];
  const confirm = useMutation({
    mutationFn: () =>
      api.call('recovery.confirm', {
        typedGroups: sheets.flatMap(({ askedGroups }, sheet) =>
          askedGroups.map((index) => ({ sheet, index, text: (typed[`${sheet} ${index}`] ?? '').trim() })),
        ),
      }),
    onSuccess: async () => {
      renew.reset();
      notice({ severity: 'success', text: '新的恢复密钥已启用，旧的已经作废，请销毁旧纸' });
      await client.invalidateQueries({ queryKey: ['recovery.status'] });
      await client.invalidateQueries({ queryKey: ['app.state'] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!onPaper) setOnPaper(true);
    else if (!confirm.isPending) confirm.mutate();
  };
  return (
    <Stack component="form" spacing={2} noValidate onSubmit={submit} aria-label="更换恢复密钥">
      <Typography variant="h2">更换恢复密钥</Typography>
      <Typography>
        {isSplit ? '现在的恢复密钥分成三张纸，任意两张合在一起才能打开。' : '现在的恢复密钥在一张纸上。'}
        纸丢失、看到的人离岗时请换新的；也可以改成三张，交三个人分开保管，一个人拿着一张什么也打不开。
      </Typography>
      {renew.isError && <Alert severity="error">{messageOf(renew.error)}</Alert>}
      {sheets.length === 0 ? (
        <Stack direction="row" spacing={1}>
          <Button variant="outlined" loading={renew.isPending} onClick={() => renew.mutate(false)}>
            换新的，一张纸
          </Button>
          <Button variant="outlined" loading={renew.isPending} onClick={() => renew.mutate(true)}>
            换新的，分成三张
          </Button>
        </Stack>
      ) : (
        <>
          {onPaper ? (
            <Typography>请看着纸，输入下面各组，确认纸上的没有抄错</Typography>
          ) : (
            <ActionButton
              variant="outlined"
              shortcut="Ctrl+P"
              onClick={() => window.print()}
              sx={{ alignSelf: 'flex-start' }}
            >
              {sheets.length > 1 ? '打印三张' : '打印恢复密钥'}
            </ActionButton>
          )}
          {sheets.map((sheet, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the number of a sheet is its name
            <Stack key={number} direction="row" spacing={2} sx={{ alignItems: 'flex-start' }}>
              {sheets.length > 1 && <Typography sx={{ width: 60, pt: onPaper ? 3 : 1 }}>第{number + 1}张</Typography>}
              {onPaper ? (
                sheet.askedGroups.map((index) => (
                  <LabelledInput
                    key={index}
                    width={180}
                    label={`${sheets.length > 1 ? `第${number + 1}张` : ''}第${index + 1}组`}
                    value={typed[`${number} ${index}`] ?? ''}
                    onChange={(text) => setTyped({ ...typed, [`${number} ${index}`]: text })}
                  />
                ))
              ) : (
                <KeyGroups groups={sheet.groups} />
              )}
            </Stack>
          ))}
          {confirm.isError && <Alert severity="error">{messageOf(confirm.error)}</Alert>}
          <Stack direction="row" spacing={1}>
            <Button type="submit" variant="contained" loading={confirm.isPending}>
              {onPaper ? '启用新的恢复密钥' : keyOnPaperAction}
            </Button>
            {onPaper && (
              <Button variant="outlined" onClick={() => setOnPaper(false)}>
                再看一次
              </Button>
            )}
            <Button variant="outlined" onClick={() => renew.reset()}>
              取消，仍用旧的
            </Button>
          </Stack>
          <SheetPapers sheets={sheets} />
        </>
      )}
    </Stack>
  );
}

/** The sheets that are printed, each on a page of its own; on the screen they are not there. */
function SheetPapers({ sheets }: { readonly sheets: readonly Sheet[] }) {
  const { office, context } = useWork();
  const line = { marginTop: '14mm' } as const;
  return createPortal(
    <div className="print-page">
      {sheets.map(({ groups }, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the number of a sheet is its name
        <Box key={number} sx={{ breakAfter: number + 1 < sheets.length ? 'page' : 'auto' }}>
          <h1 style={{ fontSize: '20pt', textAlign: 'center', margin: '10mm 0' }}>
            护蕾台账恢复密钥{sheets.length > 1 && `（三张之第${number + 1}张）`}
          </h1>
          <p>
            单位：{office.county}
            {office.township}
          </p>
          <p>日期：{chineseDate(context.today)}</p>
          <KeyGroups groups={groups} large />
          <p>
            用途：忘记密码时，在打开台账的页面选“忘记密码，用恢复密钥打开”，
            {sheets.length > 1 ? '按顺序输入任意两张纸上的各组。只有这一张什么也打不开。' : '按顺序输入以上各组。'}
            用过一次即作废，程序会给出新的密钥。
          </p>
          <p>保管：装入信封密封，骑缝签名，与电脑{sheets.length > 1 && '和另外两张'}分开存放。</p>
          <p style={line}>保管人（姓名）：＿＿＿＿＿＿＿＿　签名：＿＿＿＿＿＿＿　日期：＿＿＿＿＿</p>
          <p style={line}>监督人（签名）：＿＿＿＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿＿＿</p>
        </Box>
      ))}
    </div>,
    document.body,
  );
}
