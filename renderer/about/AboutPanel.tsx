import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/ApiContext.ts';
import { appStateQuery } from '../api/queries.ts';
import { colours } from '../app/theme.ts';
import licences from './licences.txt?raw';

/** Which version this is, and the licences of everything in it. */
export function AboutPanel() {
  const api = useApi();
  const version = useQuery(appStateQuery(api)).data?.version;
  return (
    <Stack spacing={1.5}>
      <Typography variant="h2">护蕾台账 {version}</Typography>
      <Typography>数据加密后只存在本机，程序不联网。本软件不得处理国家秘密。</Typography>
      <Typography variant="h3" component="h3">
        所用软件和许可证
      </Typography>
      <Box
        component="pre"
        tabIndex={0}
        aria-label="所用软件和许可证"
        sx={{
          m: 0,
          p: 1.5,
          height: 380,
          overflow: 'auto',
          fontSize: 13,
          whiteSpace: 'pre-wrap',
          border: `1px solid ${colours.line}`,
        }}
      >
        {licences}
      </Box>
    </Stack>
  );
}
