import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import type { LeavingOrder } from '../../shared/contract/exportMethods.ts';
import type { Selection } from '../../shared/contract/shapes.ts';
import { useApi } from '../api/ApiContext.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { listPageQuery } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ProgressDialog } from '../components/ProgressDialog.tsx';
import { LeavingDialog } from '../exports/LeavingDialog.tsx';
import { usePrintSelection } from '../registers/ListStatesProvider.tsx';
import { firstQuery } from '../registers/listQueries.ts';
import { isFillState, ownFormRegister } from './ownFormRegister.ts';
import { refreshTemplates, type TemplateHead, templatesQuery } from './templateQueries.ts';

/** Whose forms: those that were chosen on the page before, everybody, or a village. */
type Whom = 'chosen' | 'all' | 'village';

type Order = Extract<LeavingOrder, { method: 'template.fill' }>;

/** A form that is being filled. */
interface FillingRun {
  readonly template: TemplateHead;
  readonly order: Order;
  readonly permit: string;
  readonly job: string;
}

/** Fills one of the office's own forms for children: which form, for whom, as what; then it is made and saved. */
export function FillTemplatesPage() {
  const { template = '' } = useParams();
  const api = useApi();
  const navigate = useNavigate();
  const listed = useQuery(templatesQuery(api));
  const back = <Button onClick={() => void navigate(-1)}>返回</Button>;
  const usable = listed.data?.templates.filter(({ state }) => state === 'active');
  if (usable === undefined || usable.length === 0) {
    return (
      <>
        <PageHeader title="用本单位表样填写">{back}</PageHeader>
        {listed.isError && <Alert severity="error">{messageOf(listed.error)}</Alert>}
        {usable && (
          <EmptyState title="还没有启用的表样" text="先添加上级发来的空白表样，核对要填的地方，启用后就能照着填。">
            <Button variant="contained" onClick={() => void navigate(addresses.addOwnForm())}>
              添加本单位表样
            </Button>
          </EmptyState>
        )}
      </>
    );
  }
  return <Filling key={template} templates={usable} first={template} back={back} />;
}

interface FillingProps {
  readonly templates: readonly TemplateHead[];
  /** The form that is chosen at first. */
  readonly first: string;
  readonly back: ReactNode;
}

function Filling({ templates, first, back }: FillingProps) {
  const api = useApi();
  const client = useQueryClient();
  const { context } = useWork();
  const { printSelection: kept } = usePrintSelection();
  // Whatever was printed last is not meant, unless the page before says so.
  const printSelection = isFillState(useLocation().state) ? kept : null;
  const [id, setId] = useState(templates.find((each) => each.id === first)?.id ?? templates[0]?.id ?? '');
  const template = templates.find((each) => each.id === id);
  const [whom, setWhom] = useState<Whom>(printSelection ? 'chosen' : 'all');
  const [village, setVillage] = useState('');
  const [as, setAs] = useState<Order['as']>('files');
  const [chosenNumbers, setNumbers] = useState<Order['numbers'] | null>(null);
  // One child's form goes to whoever asked for it; a list is seen by many.
  const numbers = chosenNumbers ?? (template?.use === 'list' ? 'masked' : 'full');
  const [leaving, setLeaving] = useState(false);
  const everybody = firstQuery(ownFormRegister);
  const selections: Readonly<Record<Whom, Selection>> = {
    chosen: printSelection?.selection ?? { query: everybody },
    all: { query: everybody },
    village: { query: { ...everybody, filters: { ...everybody.filters, village: [village] } } },
  };
  const selection = selections[whom];
  const counted = useCount(selection);
  const count = whom === 'village' && village === '' ? undefined : counted;
  const chosenCount = useCount(selections.chosen);
  const fill = useMutation({
    mutationFn: ({ order: { method, ...order }, permit, job }: FillingRun) =>
      api.call(method, { ...order, permit, job }),
  });
  const isReady = template !== undefined && count !== undefined && count > 0;
  const sort = whom === 'chosen' ? printSelection?.sort : undefined;
  const order: Order = {
    method: 'template.fill',
    id,
    revision: template?.revision ?? 0,
    selection,
    ...(sort === undefined ? {} : { sort }),
    as: template?.use === 'list' ? 'one' : as,
    numbers,
  };
  const start = (permit: string): void => {
    setLeaving(false);
    if (template && isReady) fill.mutate({ template, order, permit, job: crypto.randomUUID() });
  };
  const isStopped = fill.error instanceof CallError && fill.error.code === 'cancelled';
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader
        title="用本单位表样填写"
        detail={count === undefined ? '' : `${count.toLocaleString('zh-CN')}${ownFormRegister.noun}`}
      >
        {back}
        <ActionButton
          variant="contained"
          shortcut="Ctrl+S"
          disabled={!isReady}
          loading={fill.isPending}
          onClick={() => {
            // What is asked for is the form as it is now.
            void refreshTemplates(client);
            setLeaving(true);
          }}
        >
          生成并保存
        </ActionButton>
      </PageHeader>
      {fill.error !== null && <Alert severity={isStopped ? 'info' : 'error'}>{messageOf(fill.error)}</Alert>}
      {fill.data && <Filled result={fill.data} isList={fill.variables.template.use === 'list'} />}
      <Paper
        sx={{
          border: `1px solid ${colours.line}`,
          p: 2.5,
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
          columnGap: 4,
          rowGap: 2.5,
          overflow: 'auto',
          position: 'relative',
        }}
      >
        <Choice label="哪份表样" value={id} onChange={setId} rows={2}>
          {templates.map((each) => (
            <FormControlLabel
              key={each.id}
              value={each.id}
              control={<Radio size="small" />}
              label={`${each.title}${each.documentNumber === '' ? '' : `（${each.documentNumber}）`}，${templateInWords(each)}`}
            />
          ))}
        </Choice>
        <Box>
          <Choice
            label="给谁填"
            value={whom}
            onChange={(next) => setWhom(next === 'chosen' || next === 'village' ? next : 'all')}
          >
            {printSelection && (
              <FormControlLabel
                value="chosen"
                control={<Radio size="small" />}
                label={`刚才选的${chosenCount === undefined ? '' : `${chosenCount.toLocaleString('zh-CN')}${ownFormRegister.noun}`}`}
              />
            )}
            <FormControlLabel value="all" control={<Radio size="small" />} label={`全部在册${ownFormRegister.title}`} />
            <FormControlLabel value="village" control={<Radio size="small" />} label="一个村（社区）" />
          </Choice>
          {whom === 'village' && (
            <TextField
              select
              size="small"
              value={village}
              onChange={(event) => setVillage(event.target.value)}
              slotProps={{ htmlInput: { 'aria-label': '村（社区）' } }}
              sx={{ width: 240, ml: 4 }}
            >
              {context.villages.entries.map(({ code, label }) => (
                <MenuItem key={code} value={code}>
                  {label}
                </MenuItem>
              ))}
            </TextField>
          )}
          {count === 0 && <Alert severity="info">这里没有在册的{ownFormRegister.title}，请换一个范围。</Alert>}
        </Box>
        <Box>
          {template?.use === 'each' && (
            <Choice label="存成" value={as} onChange={(next) => setAs(next === 'one' ? 'one' : 'files')}>
              <FormControlLabel value="files" control={<Radio size="small" />} label="每人一个文件，放在一个文件夹里" />
              <FormControlLabel value="one" control={<Radio size="small" />} label="合成一个文件，一人接一人" />
            </Choice>
          )}
          <Choice label="身份证号" value={numbers} onChange={(next) => setNumbers(next === 'full' ? 'full' : 'masked')}>
            <FormControlLabel value="masked" control={<Radio size="small" />} label="隐去中间八位" />
            <FormControlLabel value="full" control={<Radio size="small" />} label="完整写出" />
          </Choice>
        </Box>
      </Paper>
      {leaving && count !== undefined && (
        <LeavingDialog
          title="生成并保存"
          order={order}
          persons={count}
          onPermitted={start}
          onClose={() => setLeaving(false)}
        />
      )}
      {fill.isPending && (
        <ProgressDialog job={fill.variables.job} label={`正在填写“${fill.variables.template.title}”`} delay={300} />
      )}
    </Box>
  );
}

/** How many records a selection has; undefined until it is known. */
function useCount(selection: Selection): number | undefined {
  const api = useApi();
  const isList = 'query' in selection;
  const query = isList ? selection.query : firstQuery(ownFormRegister);
  const counted = useQuery({ ...listPageQuery(api, query, 0, 1), enabled: isList });
  if (!isList) return selection.ids.length;
  return counted.isPlaceholderData ? undefined : counted.data?.total;
}

/** Word，一人一份 */
function templateInWords({ format, use }: TemplateHead): string {
  return `${format === 'docx' ? 'Word' : 'Excel'}，${use === 'list' ? '一人一行' : '一人一份'}`;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Rows of the page's grid that it takes. */
  readonly rows?: number;
  readonly children: ReactNode;
}

function Choice({ label, value, onChange, rows = 1, children }: ChoiceProps) {
  const id = useId();
  return (
    <FormControl sx={{ gridRow: `span ${rows}`, mb: 1.5, display: 'flex' }}>
      <FormLabel id={id}>{label}</FormLabel>
      <RadioGroup aria-labelledby={id} value={value} onChange={(_, next) => onChange(next)}>
        {children}
      </RadioGroup>
    </FormControl>
  );
}

interface FilledProps {
  readonly result: {
    readonly path: string | null;
    readonly serial: string | null;
    readonly records: number;
    readonly files: number;
    readonly notes: readonly string[];
  };
  readonly isList: boolean;
}

/** What was made and where it lies, and what to look at before it is handed over. */
function Filled({ result: { path, serial, records, files, notes }, isList }: FilledProps) {
  const api = useApi();
  const show = useMutation({ mutationFn: () => api.call('template.showFolder', {}) });
  if (path === null) return <Alert severity="info">没有保存。</Alert>;
  const made = isList || files === 1 ? '1个文件' : `${files.toLocaleString('zh-CN')}个文件`;
  return (
    <>
      {show.error !== null && <Alert severity="error">{messageOf(show.error)}</Alert>}
      <Alert
        severity="success"
        role="status"
        action={
          <Button color="inherit" size="small" onClick={() => show.mutate()}>
            打开文件夹
          </Button>
        }
      >
        已给{records.toLocaleString('zh-CN')}
        {ownFormRegister.noun}填好，共{made}，存到 {path}
        {serial === null ? '' : `，打印登记号${serial}`}。文件没有加密，用完请删除。
      </Alert>
      {notes.length > 0 && (
        <Alert severity="warning" role="status">
          交出前请看一看：
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </Box>
        </Alert>
      )}
    </>
  );
}
