import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useNavigate } from 'react-router';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { FileDrop } from '../components/FileDrop.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { Progress } from '../components/Progress.tsx';
import { useAddTemplate } from './useAddTemplate.ts';

/** A bureau's form comes in: it is checked and read, and then shown with what the program recognises in it. */
export function AddTemplatePage() {
  const navigate = useNavigate();
  const { add, job, error } = useAddTemplate(null);
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="添加本单位表样">
        <Button onClick={() => void navigate(addresses.forms())}>返回表格</Button>
      </PageHeader>
      <FileDrop
        heading="把上级发来的空白表样拖到这里"
        hint="Word文档（.docx）或Excel工作簿（.xlsx）。程序认出要填的格子，由您核对；原来的格式不变，以后照着填。"
        label="选择表样文件"
        accept=".docx,.xlsx"
        onlyOne="一次只能添加一份表样，请分开拖入"
        progress={job === null ? null : <Progress job={job} label="正在读取表样" />}
        error={error === null ? null : messageOf(error)}
        onFile={add}
      />
    </Box>
  );
}
