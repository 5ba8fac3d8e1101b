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
import { useEffect, useId, useRef, useState } from 'react';
import { longestOfficeName } from '../../shared/rules/officeName.ts';
import { colours } from '../app/theme.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { FileButton } from './FileButton.tsx';
import { decodeText, mergeVillages, readVillages, type TypedVillage, type VillageProblem } from './readVillages.ts';

interface VillageEditorProps {
  readonly villages: readonly TypedVillage[];
  readonly onChange: (villages: readonly TypedVillage[]) => void;
  /** Villages as they are stored: a name that was there comes back with its code. Empty in a first set-up. */
  readonly stored?: readonly TypedVillage[];
  readonly problem?: VillageProblem | undefined;
  /** Counts the tries to go on; each shows the row of the problem again. */
  readonly attempt: number;
  /** Height of the table in pixels. */
  readonly height: number;
  /** Whether the cursor begins in the box for new names. */
  readonly autoFocus?: boolean;
}

/** Largest file of names in bytes; 500 villages need some 20 KB. */
const maxFileBytes = 1024 * 1024;
/** How many names a report spells out. */
const namesShown = 6;

interface Report {
  readonly text: string;
  /** The list as it was before. */
  readonly before?: readonly TypedVillage[];
}

/** The office's villages: typed one by one, pasted from a spreadsheet, or read from a text file. */
export function VillageEditor(props: VillageEditorProps) {
  const { villages, onChange, stored = [], problem, attempt, height, autoFocus = false } = props;
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const [report, setReport] = useState<Report>({ text: '' });
  const [clearing, setClearing] = useState(false);
  const badRow = useRef<HTMLTableRowElement>(null);
  const input = useRef<HTMLInputElement>(null);
  // There is no row to lead to: what is missing is a name.
  const isMissing = problem !== undefined && villages.length === 0;
  useEffect(() => {
    if (attempt === 0) return;
    badRow.current?.scrollIntoView({ block: 'center' });
    badRow.current?.querySelector('input')?.focus({ preventScroll: true });
  }, [attempt]);

  const add = (text: string): void => {
    const read = readVillages(text);
    const long = read.tooLong === 0 ? '' : `；有${read.tooLong}行的名称超过${longestOfficeName}字，没有加入`;
    const unread = `${read.unread === 0 ? '' : `；有${read.unread}行没有读到名称`}${long}`;
    if (read.villages.length === 0) {
      setReport({
        text:
          read.tooLong > 0
            ? `村（社区）名称不能超过${longestOfficeName}字，请缩短后再添加`
            : '没有读到村（社区）名称，请每行写一个',
      });
      return;
    }
    const codes = new Map(stored.map(({ name, code }) => [name, code]));
    const known = read.villages.map(({ name, code }) => ({ name, code: code === '' ? (codes.get(name) ?? '') : code }));
    const result = mergeVillages(villages, known);
    const merged = result.merged.length === 0 ? '' : `；重名已合并：${named(result.merged)}`;
    const added = result.added.length === 0 ? '没有新的' : `加入了${result.added.length}个：${named(result.added)}`;
    setReport({ text: `${added}${merged}${unread}`, before: villages });
    setTyped('');
    onChange(result.villages);
  };
  const addFile = async (file: File): Promise<void> => {
    const text = file.size > maxFileBytes ? undefined : await file.arrayBuffer().then(decodeText, () => undefined);
    if (text === undefined) {
      setReport({ text: '这不是文本文件，没有读取；请在表格里复制名称、代码两列，粘贴到上面' });
    } else add(text);
  };
  const change = (index: number, village: TypedVillage): void =>
    onChange(villages.map((each, at) => (at === index ? village : each)));
  /** Takes villages from the list; nothing is stored by it. */
  const remove = (kept: readonly TypedVillage[], words: string): void => {
    setReport({ text: `${words}${stored.length === 0 ? '' : '，保存后才生效'}`, before: villages });
    onChange(kept);
    // The button that was pressed may be gone, and the next thing is as likely typed as removed.
    input.current?.focus();
  };
  return (
    <Box>
      <Typography variant="body2" component="label" htmlFor={inputId} sx={{ color: 'text.secondary' }}>
        村（社区）名称
      </Typography>
      <Box sx={{ display: 'flex', gap: 1, mt: 0.25 }}>
        <OutlinedInput
          id={inputId}
          inputRef={input}
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
          autoFocus={autoFocus}
          error={isMissing}
          inputProps={{ 'aria-invalid': isMissing, 'aria-describedby': isMissing ? `${inputId}-problem` : undefined }}
        />
        <Button variant="outlined" disabled={typed.trim() === ''} onClick={() => add(typed)}>
          添加
        </Button>
        <FileButton
          label="读取村（社区）文本文件"
          accept=".txt,.csv"
          variant="outlined"
          onFile={(file) => void addFile(file)}
        >
          读取文本文件
        </FileButton>
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minHeight: 32, my: 0.25 }}>
        <Typography variant="body2" role="status" color="textSecondary" noWrap title={report.text} sx={{ minWidth: 0 }}>
          {report.text}
        </Typography>
        {report.before !== undefined && (
          <Button
            size="small"
            sx={{ minHeight: 28, py: 0, flex: 'none' }}
            onClick={() => {
              onChange(report.before ?? villages);
              setReport({ text: '已撤销' });
            }}
          >
            撤销
          </Button>
        )}
        {villages.length > 0 && (
          <Button
            size="small"
            sx={{ minHeight: 28, py: 0, ml: 'auto', flex: 'none' }}
            onClick={() => setClearing(true)}
          >
            全部清除
          </Button>
        )}
      </Box>
      {problem !== undefined && (
        <Alert id={`${inputId}-problem`} severity="error" sx={{ mb: 1 }}>
          {problem.message}
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
              <TableRow
                // Rows are edited in place, so only their position names them.
                // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity while its name is typed
                key={index}
                ref={problem?.row === index ? badRow : undefined}
                sx={problem?.row === index ? { bgcolor: colours.errorWash } : undefined}
              >
                <TableCell>{index + 1}</TableCell>
                <TableCell>
                  <InputBase
                    fullWidth
                    value={village.name}
                    onChange={(event) => change(index, { ...village, name: event.target.value })}
                    inputProps={{
                      'aria-label': `第${index + 1}个村（社区）的名称`,
                      'aria-invalid': problem?.row === index,
                    }}
                  />
                </TableCell>
                <TableCell>
                  <InputBase
                    fullWidth
                    value={village.code}
                    onChange={(event) =>
                      change(index, { ...village, code: event.target.value.normalize('NFKC').trim() })
                    }
                    inputProps={{ 'aria-label': `第${index + 1}个村（社区）的代码` }}
                  />
                </TableCell>
                <TableCell>
                  <IconButton
                    size="small"
                    aria-label={`删除${village.name}`}
                    onClick={() =>
                      remove(
                        villages.filter((_, at) => at !== index),
                        `已从列表中去掉“${village.name}”`,
                      )
                    }
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
      <ConfirmDialog
        open={clearing}
        title="全部清除吗？"
        text={`列表中的${villages.length}个村（社区）都会去掉。`}
        confirm="全部清除"
        cancel="不清除"
        onConfirm={() => {
          setClearing(false);
          remove([], `已清除${villages.length}个`);
        }}
        onCancel={() => setClearing(false)}
      />
    </Box>
  );
}

function named(names: readonly string[]): string {
  const rest = names.length > namesShown ? `等${names.length}个` : '';
  return `${names.slice(0, namesShown).join('、')}${rest}`;
}
