import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { type RefObject, useState } from 'react';
import type { TemplateBinding } from '../../shared/templates/templateBindings.ts';
import { rowGroups } from '../../shared/templates/templateSources.ts';
import { LabelledInput } from '../components/LabelledInput.tsx';
import { BoxCodes } from './BoxCodes.tsx';
import { matchBoxes } from './matchBoxes.ts';
import type { Choice } from './matchChoices.ts';
import { ownFormRegister } from './ownFormRegister.ts';
import {
  bindingInWords,
  type Decidable,
  type Decisions,
  nameOf,
  placeState,
  placeStates,
  sourcesFor,
} from './placeStates.ts';
import { SourceChooser } from './SourceChooser.tsx';

interface PlacePanelProps {
  readonly what: Decidable;
  /** Its number in the form, from 1, and how many there are. */
  readonly number: number;
  readonly total: number;
  readonly decisions: Decisions;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Decides, and goes on to the next place unless there is more to say about this one. */
  readonly onDecide: (binding: TemplateBinding | undefined, goesOn: boolean) => void;
  readonly onLeave: () => void;
  /** Goes to the rows that a place stands in. */
  readonly onRows: (address: string) => void;
}

const penKey = 'pen';
const textKey = 'text';
/** The program's proposal, offered before everything else while nothing is decided. */
const proposalKey = 'proposal';
const byHand = '不取台账的内容';
const penChoice: Choice = { key: penKey, label: placeStates.pen, group: byHand, words: [], always: true };
const textChoice: Choice = { key: textKey, label: '固定文字', group: byHand, words: [], always: true };

/** What is decided about one place of the form, why, and everything else that could stand there. */
export function PlacePanel(props: PlacePanelProps) {
  const { what, number, total, decisions, onDecide } = props;
  const binding = decisions.bindings[what.address];
  const proposal = decisions.proposals[what.address];
  const state = placeState(what, decisions);
  return (
    <Box component="section" aria-label="填什么">
      <Typography variant="caption" color="textSecondary" component="div">
        第{number}处，共{total}处　{placeStates[state]}
      </Typography>
      <Typography variant="h2" sx={{ mb: 1, overflowWrap: 'anywhere' }}>
        {nameOf(what)}
      </Typography>
      {what.kind === 'rows' ? <RowsChoice {...props} /> : <PlaceChoice key={what.address} {...props} />}
      {proposal && (
        <Box sx={{ mt: 1.5, fontSize: 14 }}>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {proposal.confidence === 'sure' ? '程序认出：' : '程序猜测：'}
          </Box>
          {bindingInWords(what, proposal.binding, decisions)}。{proposal.reason}
          {binding === undefined && state === 'check' && !lacksRows(what, decisions) && (
            <Button
              size="small"
              variant="outlined"
              onClick={() => onDecide(proposal.binding, isWhole(proposal.binding))}
              sx={{ ml: 1, minHeight: 28, py: 0 }}
            >
              采用
            </Button>
          )}
        </Box>
      )}
      {binding !== undefined && (
        <Button size="small" onClick={() => onDecide(undefined, false)} sx={{ mt: 1, ml: -1 }}>
          改回未定
        </Button>
      )}
    </Box>
  );
}

/** Whether nothing is left to say: boxes that no option names have to be looked at before anything else. */
function isWhole(binding: TemplateBinding): boolean {
  return binding.kind !== 'source' || (binding.codes ?? []).every(({ length }) => length > 0);
}

/** Whether a place stands in rows of which nobody has said what they hold. */
function lacksRows(what: Decidable, { bindings }: Decisions): boolean {
  return what.kind === 'place' && what.place.rows !== null && bindings[what.place.rows]?.kind !== 'rows';
}

/** The proposal as the first choice, as long as nothing is decided. */
function proposalChoices(what: Decidable, decisions: Decisions): Choice[] {
  const proposal = decisions.proposals[what.address];
  if (proposal === undefined || decisions.bindings[what.address] !== undefined) return [];
  const label = bindingInWords(what, proposal.binding, decisions);
  return [{ key: proposalKey, label, group: proposal.confidence === 'sure' ? '程序认出' : '程序猜测', words: [] }];
}

function RowsChoice({ what, decisions, inputRef, onDecide, onLeave }: PlacePanelProps) {
  const binding = decisions.bindings[what.address];
  const proposal = decisions.proposals[what.address];
  const choices = [
    ...proposalChoices(what, decisions),
    ...rowGroups(ownFormRegister).map(({ key, label }): Choice => ({ key, label, group: '这些行写什么', words: [] })),
    penChoice,
  ];
  return (
    <SourceChooser
      label="这些行写什么"
      choices={choices}
      value={binding?.kind === 'rows' ? binding.group : binding?.kind === 'pen' ? penKey : null}
      inputRef={inputRef}
      onLeave={onLeave}
      onChoose={(key) => {
        if (key === proposalKey) onDecide(proposal?.binding, true);
        else onDecide(key === penKey ? { kind: 'pen' } : { kind: 'rows', group: key }, true);
      }}
    />
  );
}

function PlaceChoice({ what, decisions, inputRef, onDecide, onLeave, onRows }: PlacePanelProps) {
  const { bindings, proposals } = decisions;
  const proposal = proposals[what.address];
  const binding = bindings[what.address];
  const [isWriting, setIsWriting] = useState(binding?.kind === 'text');
  const [text, setText] = useState(binding?.kind === 'text' ? binding.text : '');
  if (what.kind !== 'place') return null;
  const { place } = what;
  const rows = place.rows === null ? undefined : bindings[place.rows];
  if (rows?.kind === 'pen') return <Alert severity="info">这些行都留空手填。</Alert>;
  if (place.rows !== null && rows?.kind !== 'rows') {
    const address = place.rows;
    return (
      <Alert
        severity="info"
        action={
          <Button color="inherit" size="small" onClick={() => onRows(address)}>
            去选
          </Button>
        }
      >
        请先选这些行写什么。
      </Alert>
    );
  }
  const sources = sourcesFor(place, bindings);
  const choices = [
    ...proposalChoices(what, decisions),
    ...sources.map(({ key, label, group, headings }): Choice => ({ key, label, group, words: headings })),
    penChoice,
    ...(place.kind === 'ticks' || place.kind === 'date' ? [] : [textChoice]),
  ];
  const source = binding?.kind === 'source' ? sources.find(({ key }) => key === binding.source) : undefined;
  const value = isWriting
    ? textKey
    : binding?.kind === 'source'
      ? binding.source
      : binding?.kind === 'pen'
        ? penKey
        : null;
  const choose = (key: string, typed: string): void => {
    setIsWriting(key === textKey);
    if (key === textKey && typed.trim() !== '') setText(typed.trim());
    const chosen = sources.find((each) => each.key === key);
    if (key === proposalKey && proposal) onDecide(proposal.binding, isWhole(proposal.binding));
    else if (key === penKey) onDecide({ kind: 'pen' }, true);
    else if (chosen !== undefined && place.kind === 'ticks') {
      const codes = matchBoxes(place.boxes, chosen.options);
      const decided: TemplateBinding = { kind: 'source', source: key, codes };
      onDecide(decided, isWhole(decided));
    } else if (chosen !== undefined) onDecide({ kind: 'source', source: key }, true);
  };
  return (
    <>
      <SourceChooser
        label="这里填什么"
        choices={choices}
        value={value}
        inputRef={inputRef}
        onLeave={onLeave}
        onChoose={choose}
      />
      {isWriting && (
        <Box
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') onDecide({ kind: 'text', text: text.trim() }, true);
          }}
          sx={{ mt: 1, display: 'flex', gap: 1, alignItems: 'flex-end' }}
        >
          <LabelledInput
            label="每张都写这些字"
            value={text}
            onChange={(next) => setText(next.slice(0, 500))}
            autoFocus
          />
          <Button type="submit" variant="outlined" disabled={text.trim() === ''}>
            确定
          </Button>
        </Box>
      )}
      {place.kind === 'ticks' && source && binding?.kind === 'source' && (
        <BoxCodes
          boxes={place.boxes}
          source={source}
          codes={binding.codes ?? []}
          onChange={(codes) => onDecide({ ...binding, codes }, false)}
        />
      )}
    </>
  );
}
