import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { CenteredPage } from '../components/CenteredPage.tsx';

/** One sentence and a way on when drawing a page failed; what was typed is in the core's draft by then. */
export function FailedPage() {
  return (
    <CenteredPage title="这一页没能显示出来">
      <Typography sx={{ mb: 2 }}>已填写的内容有草稿。请重新打开页面；再次出现时请关闭程序后重新打开。</Typography>
      <Button variant="contained" onClick={() => location.replace('/')}>
        重新打开页面
      </Button>
    </CenteredPage>
  );
}
