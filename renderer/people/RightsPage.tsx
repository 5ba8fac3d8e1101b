import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useNavigate } from 'react-router';
import { rightsTable } from '../../shared/rights/rightsTable.ts';
import { exclusivePairs, roleNames, roles } from '../../shared/rights/roles.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { PageHeader } from '../components/PageHeader.tsx';

/** What each role is for, and the whole matrix of roles and rights; everybody may know it. */
export function RightsPage() {
  const navigate = useNavigate();
  const { session } = useWork();
  const table = rightsTable();
  const own = session.roles.map((role) => roles[role].label);
  return (
    <Box sx={{ maxWidth: 1150 }}>
      <PageHeader
        title="角色与权限"
        detail={own.length === roleNames.length ? '您担任全部角色' : `您的角色：${own.join('、')}`}
      >
        <Button onClick={() => void navigate(-1)}>返回</Button>
      </PageHeader>
      <Paper sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 1.5, mt: 1 }}>
        <Box
          component="dl"
          aria-label="角色"
          sx={{ m: 0, display: 'grid', gridTemplateColumns: '11em 1fr', rowGap: 0.5 }}
        >
          {roleNames.map((role) => (
            <Box key={role} sx={{ display: 'contents' }}>
              <Box component="dt" sx={{ fontWeight: own.includes(roles[role].label) ? 600 : 400 }}>
                {roles[role].label}
              </Box>
              <Box component="dd" sx={{ m: 0 }}>
                {roles[role].may}
              </Box>
            </Box>
          ))}
        </Box>
        <Typography color="textSecondary" sx={{ mt: 1 }}>
          {exclusivePairs.map(([one, other]) => `${roles[one].label}和${roles[other].label}`).join('，')}
          不应由同一人担任；人手不够时可以兼任，原因会印在年度审计表上。
        </Typography>
      </Paper>
      <TableContainer component={Paper} sx={{ border: `1px solid ${colours.line}`, mt: 1.5 }}>
        <Table size="small" aria-label="角色与权限">
          <TableHead>
            <TableRow>
              <TableCell>权限</TableCell>
              {table.roles.map((role) => (
                <TableCell key={role} align="center">
                  {role}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {table.rows.map(({ words, marks }) => (
              <TableRow key={words}>
                <TableCell component="th" scope="row">
                  {words}
                </TableCell>
                {marks.map((mark, index) => (
                  <TableCell key={table.roles[index]} align="center">
                    {mark ? '有' : ''}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Box>
  );
}
