import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router';
import { useWork } from '../app/WorkContext.ts';
import { lastSignInInWords } from './peopleWords.ts';

/** What a user is told when he comes in: when he was here before, an old password, a drill that is due. */
export function SignInNotes() {
  const { session } = useWork();
  const { lastSignIn, oldPasswordDays, isDrillDue } = session;
  return (
    <>
      {lastSignIn !== null && lastSignIn.failures === 0 && (
        <Typography variant="body2" color="textSecondary">
          {lastSignInInWords(lastSignIn)}
        </Typography>
      )}
      {lastSignIn !== null && lastSignIn.failures > 0 && (
        <Alert severity="warning" role="note">
          {lastSignInInWords(lastSignIn)}
        </Alert>
      )}
      {oldPasswordDays !== null && (
        <Alert
          severity="warning"
          role="note"
          action={
            <Button color="inherit" component={Link} to="/settings" state={{ tab: 'password' }}>
              去修改
            </Button>
          }
        >
          密码已用了{oldPasswordDays}天，请换一个新的
        </Alert>
      )}
      {isDrillDue && (
        <Alert
          severity="warning"
          role="note"
          action={
            <Button color="inherit" component={Link} to="/settings" state={{ tab: 'security' }}>
              去演练
            </Button>
          }
        >
          一年内还没有做过恢复演练，请取出恢复密钥的纸，试一下能不能用
        </Alert>
      )}
    </>
  );
}
