import Alert from '@mui/material/Alert';
import Typography from '@mui/material/Typography';
import { CenteredPage } from '../components/CenteredPage.tsx';

/** What is wrong and what to do. Nothing here can change a file. */
export function DamagedPage({ problem }: { readonly problem: string }) {
  return (
    <CenteredPage title="台账暂时打不开" width={560}>
      <Alert severity="error">{problem}</Alert>
      <Typography component="div" sx={{ mt: 2 }}>
        在找到原因以前：
        <ul style={{ margin: '8px 0 0', paddingInlineStart: 24 }}>
          <li>不要删除、移动或改名数据文件夹里的任何文件；</li>
          <li>先把整个数据文件夹复制一份到U盘保存；</li>
          <li>关闭程序后重新打开；仍打不开时，请联系维护人员。</li>
        </ul>
      </Typography>
    </CenteredPage>
  );
}
