import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useNavigate, useParams } from 'react-router';
import { templateStates } from '../../shared/contract/templateMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ProgressDialog } from '../components/ProgressDialog.tsx';
import { ChooseRecordDialog } from '../forms/ChooseRecordDialog.tsx';
import { ListMenu } from '../registers/ListMenu.tsx';
import { ownFormRegister } from './ownFormRegister.ts';
import { PlacePanel } from './PlacePanel.tsx';
import {
  type Decisions,
  decidables,
  decisionInWords,
  nameOf,
  openPlaces,
  placeState,
  placeStates,
} from './placeStates.ts';
import { placeId, type ShownPlace, TemplateForm } from './TemplateForm.tsx';
import { TemplateIssues } from './TemplateIssues.tsx';
import { type OpenedTemplate, refreshTemplates, templateQuery } from './templateQueries.ts';
import { useAddTemplate } from './useAddTemplate.ts';
import { useTemplateEditor } from './useTemplateEditor.ts';

/** Of the panel beside the form: a page stays readable at 125 % too. */
const panelWidth = 'clamp(300px, 31%, 372px)';
/** Pixels of a point at 100 %. */
const pixelsPerPoint = 96 / 72;

/** A form of the office, as it looks, with what stands in each place; looked through, corrected and put to use here. */
export function TemplatePage() {
  const { template = '' } = useParams();
  const api = useApi();
  const opened = useQuery(templateQuery(api, template));
  const navigate = useNavigate();
  if (opened.isError) {
    return (
      <EmptyState title="没能打开这份表样" text={messageOf(opened.error)}>
        <Button variant="outlined" onClick={() => void navigate(addresses.forms())}>
          返回表格
        </Button>
      </EmptyState>
    );
  }
  return opened.data ? <Editor key={template} opened={opened.data} /> : null;
}

function Editor({ opened }: { readonly opened: OpenedTemplate }) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const notice = useNotice();
  const editor = useTemplateEditor(opened);
  const { head, entry } = editor;
  const { content, proposals } = opened;
  const decisions: Decisions = { bindings: entry.bindings, proposals };
  const all = useMemo(() => decidables(content), [content]);
  const [current, setCurrent] = useState<string | null>(all[0]?.address ?? null);
  const chooser = useRef<HTMLInputElement>(null);
  const desk = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState<number | null>(null);
  const [asked, setAsked] = useState<'retire' | 'discard' | 'child' | null>(null);
  const next = useAddTemplate(head.id);
  const newVersion = useRef<HTMLInputElement>(null);

  // The whole width of the page is in view; a wide table is shown smaller, but never too small to read.
  useLayoutEffect(() => {
    const width = content.model.page?.width ?? 0;
    const fitting = ((desk.current?.clientWidth ?? 0) - 48) / (width || 560);
    setScale(Math.max(0.9, Math.min(pixelsPerPoint, fitting)));
  }, [content]);

  const preview = useMutation({
    mutationFn: async (record: string) => {
      await editor.flush();
      return api.call('template.preview', { id: head.id, record, numbers: 'full' });
    },
    onError: (error) => notice({ severity: 'error', text: messageOf(error) }),
  });
  const show = (address: string): void => {
    setCurrent(address);
    preview.reset();
    const mark = document.getElementById(placeId(address));
    mark?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    mark?.focus({ preventScroll: true });
  };
  const open = openPlaces(all, decisions);
  const goOn = (from: string | null, left = open): void => {
    const at = all.findIndex(({ address }) => address === from);
    const later = all.slice(at + 1).find((each) => left.includes(each));
    const target = later ?? left[0] ?? all[at + 1] ?? all[at];
    if (target) show(target.address);
  };
  const shownOf = (address: string): ShownPlace => {
    const what = all.find((each) => each.address === address);
    if (what === undefined) return { state: 'undecided', words: '', label: '' };
    const state = placeState(what, decisions);
    const words = decisionInWords(what, decisions);
    return { state, words, label: `${nameOf(what)}：${words}${state === 'check' ? `（${placeStates.check}）` : ''}` };
  };
  const focusChooser = (): void => {
    chooser.current?.focus();
    // What is typed takes the place of what stands there.
    chooser.current?.select();
  };
  const toChooser = (address: string): void => {
    // The panel of this place is drawn first, and the next key is already for it.
    flushSync(() => setCurrent(address));
    focusChooser();
  };

  const changed = (
    said: string,
  ): { onSuccess: (answer: { template: typeof head }) => void; onError: (error: Error) => void } => ({
    onSuccess: ({ template }) => {
      editor.setHead(template);
      void refreshTemplates(client);
      notice({ severity: 'success', text: said });
    },
    onError: (error) => notice({ severity: 'error', text: messageOf(error) }),
  });
  const activate = useMutation({
    mutationFn: async () => {
      await editor.flush();
      return api.call('template.activate', { id: head.id });
    },
    ...changed('已启用，可以照着填了'),
  });
  const retire = useMutation({
    mutationFn: () => api.call('template.retire', { id: head.id }),
    ...changed('已停用，留着备查'),
  });
  const discard = useMutation({
    mutationFn: () => api.call('template.discard', { id: head.id }),
    onSuccess: async () => {
      await refreshTemplates(client);
      void navigate(addresses.forms());
    },
    onError: (error) => notice({ severity: 'error', text: messageOf(error) }),
  });
  const saveOriginal = useMutation({
    mutationFn: () => api.call('template.saveOriginal', { id: head.id }),
    onSuccess: ({ path }) =>
      notice(
        path === null ? { severity: 'info', text: '没有保存' } : { severity: 'success', text: `原件已存到 ${path}` },
      ),
    onError: (error) => notice({ severity: 'error', text: messageOf(error) }),
  });

  const decided = all.length - open.length;
  const what = all.find(({ address }) => address === current);
  const isRetired = head.state === 'retired';
  const titleError = entry.title.trim() === '' ? '请填写表样名称' : undefined;
  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader
        title={entry.title.trim() || '没有名称的表样'}
        detail={`第${head.version}版，${templateStates[head.state]}，共${all.length}处，已定${decided}处${storedInWords(editor.state)}`}
      >
        <Button onClick={() => void navigate(addresses.forms())}>返回表格</Button>
        <ListMenu
          groups={[
            [
              { label: '添加新版…', run: () => newVersion.current?.click() },
              { label: '保存原件', run: () => saveOriginal.mutate() },
            ],
            head.state === 'active' ? [{ label: '停用…', run: () => setAsked('retire') }] : [],
            head.state === 'draft' ? [{ label: '删除…', run: () => setAsked('discard') }] : [],
          ]}
        />
        {preview.data === undefined ? (
          <Button variant="outlined" loading={preview.isPending} onClick={() => setAsked('child')}>
            用一名儿童试填
          </Button>
        ) : (
          <Button variant="outlined" onClick={() => preview.reset()}>
            结束试填
          </Button>
        )}
        {head.state === 'active' ? (
          <ActionButton
            variant="contained"
            shortcut="Ctrl+P"
            onClick={() => void navigate(addresses.fillOwnForms(head.id))}
          >
            填写
          </ActionButton>
        ) : (
          <Button
            variant="contained"
            loading={activate.isPending}
            disabled={titleError !== undefined}
            onClick={() => activate.mutate()}
          >
            {isRetired ? '重新启用' : '启用'}
          </Button>
        )}
      </PageHeader>
      {editor.error !== null && <Alert severity="error">{messageOf(editor.error)}</Alert>}
      {next.error !== null && <Alert severity="error">{messageOf(next.error)}</Alert>}
      <Box
        sx={{ flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: `minmax(0, 1fr) ${panelWidth}`, gap: 1.5 }}
      >
        <Box
          ref={desk}
          component="section"
          aria-label="表样"
          // Focusable, so that a form without a place can be scrolled by keyboard.
          tabIndex={all.length === 0 ? 0 : -1}
          sx={{ overflow: 'auto', bgcolor: '#e2e5e4', border: `1px solid ${colours.line}`, position: 'relative' }}
        >
          {scale !== null && (
            <TemplateForm
              content={content}
              shownOf={shownOf}
              current={current}
              onFocus={setCurrent}
              onOpen={toChooser}
              onType={(address) => {
                setCurrent(address);
                focusChooser();
              }}
              preview={preview.data ?? null}
              scale={scale}
            />
          )}
        </Box>
        <Box
          sx={{
            overflow: 'auto',
            position: 'relative',
            bgcolor: 'background.paper',
            border: `1px solid ${colours.line}`,
            p: 2,
            display: 'flex',
            flexDirection: 'column',
            gap: 2,
          }}
        >
          {isRetired ? (
            <Alert severity="info">这一版已停用，只留着备查；要用请点“重新启用”。</Alert>
          ) : (
            <>
              {what === undefined ? (
                <Alert severity="warning">没有认出可以填写的地方，请确认这是一份空白表样。</Alert>
              ) : (
                <PlacePanel
                  what={what}
                  number={all.indexOf(what) + 1}
                  total={all.length}
                  decisions={decisions}
                  inputRef={chooser}
                  onLeave={() => show(what.address)}
                  onRows={show}
                  onDecide={(binding, goesOn) => {
                    // What was said of the decisions before may be mended by this one.
                    notice(null);
                    editor.decide(what.address, binding);
                    if (goesOn)
                      goOn(
                        what.address,
                        open.filter((each) => each !== what),
                      );
                  }}
                />
              )}
              {open.length > 0 ? (
                <ActionButton
                  variant="outlined"
                  shortcut="F8"
                  onClick={() => goOn(current)}
                  sx={{ alignSelf: 'flex-start' }}
                >
                  下一处要看的（{open.length}）
                </ActionButton>
              ) : (
                all.length > 0 && <Alert severity="success">每一处都看过了。</Alert>
              )}
            </>
          )}
          <TemplateIssues issues={editor.issues} notices={content.model.notices} onGo={show} />
          {!isRetired && (
            <Box component="section" aria-label="名称和文号" sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
              <LabelledInput
                label="表样名称"
                value={entry.title}
                onChange={(title) => editor.rename({ title: title.slice(0, 60) })}
                error={titleError}
              />
              <LabelledInput
                label="文号"
                value={entry.documentNumber}
                onChange={(documentNumber) => editor.rename({ documentNumber: documentNumber.slice(0, 60) })}
                help="下发这份表的文件，如：民发〔2026〕12号；没有可以不填"
              />
            </Box>
          )}
          <Box component="p" sx={{ m: 0, mt: 'auto', fontSize: 13, color: 'text.secondary' }}>
            Tab到下一处，回车选择，直接打字查找（拼音首字母也可以），Esc回到表样。
          </Box>
        </Box>
      </Box>
      <input
        ref={newVersion}
        type="file"
        hidden
        aria-label="选择新版表样文件"
        accept=".docx,.xlsx"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) next.add(file);
          event.currentTarget.value = '';
        }}
      />
      {next.job !== null && <ProgressDialog job={next.job} label="正在读取新版表样" delay={300} />}
      {asked === 'child' && (
        <ChooseRecordDialog
          register={ownFormRegister}
          title="用谁的资料试填"
          onChoose={(record) => {
            setAsked(null);
            preview.mutate(record);
          }}
          onClose={() => setAsked(null)}
        />
      )}
      <ConfirmDialog
        open={asked === 'retire'}
        title="停用这份表样"
        text="停用后不能再照着填，表样和它的设置留着备查，可以重新启用。"
        confirm="停用"
        cancel="不停用"
        onConfirm={() => {
          setAsked(null);
          retire.mutate();
        }}
        onCancel={() => setAsked(null)}
      />
      <ConfirmDialog
        open={asked === 'discard'}
        title="删除这份表样"
        text="这份表样还没有启用过，删除后要重新添加文件。"
        confirm="删除"
        cancel="不删除"
        onConfirm={() => {
          setAsked(null);
          discard.mutate();
        }}
        onCancel={() => setAsked(null)}
      />
    </Box>
  );
}

function storedInWords(state: ReturnType<typeof useTemplateEditor>['state']): string {
  return { stored: '', storing: '，正在保存', failed: '，没有存上' }[state];
}
