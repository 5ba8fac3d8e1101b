import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import InputBase from '@mui/material/InputBase';
import OutlinedInput from '@mui/material/OutlinedInput';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useId, useState } from 'react';
import { colours } from '../app/theme.ts';
import { FileButton } from './FileButton.tsx';
import { decodeText, mergeVillages, readVillages, type TypedVillage } from './readVillages.ts';

interface VillageEditorProps {
  readonly villages: readonly TypedVillage[];
  readonly onChange: (villages: readonly TypedVillage[]) => void;
  readonly error?: string | undefined;
  /** Height of the table in pixels. */
  readonly height: number;
}

/** The office's villages: typed one by one, pasted from a spreadsheet, or read from a text file. */
export function VillageEditor({ villages, onChange, error, height }: VillageEditorProps) {
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const [report, setReport] = useState('');
  const add = (text: string): void => {
    const read = readVillages(text);
    if (read.length === 0) {
      setReport('没有读到村（社区）名称，请每行写一个');
      return;
    }
    const result = mergeVillages(villages, read);
    const merged =
      result.merged.length === 0 ? '' : `，${result.merged.length}个重名已合并：${result.merged.join('、')}`;
    setReport(`加入了${result.added}个${merged}`);
    setTyped('');
    onChange(result.villages);
  };
  const change = (index: number, village: TypedVillage): void =>
    onChange(villages.map((each, at) => (at === index ? village : each)));
  return (
    <Box>
      <Typography variant="body2" component="label" htmlFor={inputId} sx={{ color: 'text.secondary' }}>
        村（社区）名称
      </Typography>
      <Box sx={{ display: 'flex', gap: 1, mt: 0.25 }}>
        <OutlinedInput
          id={inputId}
          size="small"
          fullWidth
          value={typed}
          placeholder="输入一个后按回车；也可从表格复制名称、代码两列，粘贴到这里"
          onChange={(event) => setTyped(event.target.value)}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text/plain');
            if (!/[\n\r\t]/u.test(text.trim())) return;
            event.preventDefault();
            add(text);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            if (typed.trim() !== '') add(typed);
          }}
          autoComplete="off"
        />
        <Button variant="outlined" disabled={typed.trim() === ''} onClick={() => add(typed)}>
          添加
        </Button>
        <FileButton
          label="读取村（社区）文件"
          accept=".txt,.csv"
          variant="outlined"
          onFile={(file) => void file.arrayBuffer().then((bytes) => add(decodeText(bytes)))}
        >
          读取文件
        </FileButton>
      </Box>
      <Typography variant="body2" role="status" sx={{ minHeight: 24, color: 'text.secondary', mt: 0.5 }}>
        {report}
      </Typography>
      {error !== undefined && (
        <Alert severity="error" sx={{ mb: 1 }}>
          {error}
        </Alert>
      )}
      <TableContainer sx={{ height, border: `1px solid ${colours.line}` }}>
        <Table size="small" stickyHeader aria-label="村（社区）列表">
          <TableHead>
            <TableRow>
              <TableCell width={56}>序号</TableCell>
              <TableCell>名称</TableCell>
              <TableCell width={200}>统计代码（没有可不填）</TableCell>
              <TableCell width={56}>删除</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {villages.map((village, index) => (
              // Rows are edited in place, so only their position names them.
              // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity while its name is typed
              <TableRow key={index}>
                <TableCell>{index + 1}</TableCell>
                <TableCell>
                  <InputBase
                    fullWidth
                    value={village.name}
                    onChange={(event) => change(index, { ...village, name: event.target.value })}
                    inputProps={{ 'aria-label': `第${index + 1}个村（社区）的名称` }}
                  />
                </TableCell>
                <TableCell>
                  <InputBase
                    fullWidth
                    value={village.code}
                    onChange={(event) => change(index, { ...village, code: event.target.value.trim() })}
                    inputProps={{ 'aria-label': `第${index + 1}个村（社区）的代码` }}
                  />
                </TableCell>
                <TableCell>
                  <IconButton
                    size="small"
                    aria-label={`删除${village.name}`}
                    onClick={() => {
                      setReport(`删去了“${village.name}”`);
                      onChange(villages.filter((_, at) => at !== index));
                    }}
                  >
                    <DeleteOutlined fontSize="small" />
                  </IconButton>
                </TableCell>
              </TableRow>
            ))}
            {villages.length === 0 && (
              <TableRow>
                <TableCell colSpan={4} sx={{ color: 'text.secondary', textAlign: 'center', py: 3, border: 0 }}>
                  还没有村（社区），请在上面输入或粘贴
                </TableCell>
              </TableRow>
            )}
          </TableBody>
        </Table>
      </TableContainer>
      <Typography variant="caption" color="textSecondary" component="p" sx={{ m: 0, mt: 0.5 }}>
        没有填统计代码的，程序自动编V001、V002这样的本机代码，只用来区分各村，不上报。
      </Typography>
    </Box>
  );
}
