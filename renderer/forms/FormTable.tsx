import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableRow from '@mui/material/TableRow';
import type { ReactNode, RefObject } from 'react';
import { Link } from 'react-router';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useRights } from '../app/useRights.ts';
import { LineHead } from '../components/LineTable.tsx';
import { moveBetweenRows } from '../components/moveBetweenRows.ts';
import { FormGroupHead } from './FormGroupHead.tsx';
import { FormSource } from './FormSource.tsx';
import { fillingPlace, type ListedForm, type ListedGroup } from './formCatalogue.ts';

interface FormTableProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly groups: readonly ListedGroup[];
  readonly onFill: (form: ListedForm) => void;
  /** Groups above the official ones. */
  readonly children?: ReactNode;
}

/** The official forms, one line each, under what the clerk is doing. Arrows go from form to form, Enter opens one. */
export function FormTable({ ref, groups, onFill, children }: FormTableProps) {
  return (
    <TableContainer
      ref={ref}
      onKeyDown={moveBetweenRows}
      sx={{ flex: 1, minHeight: 0, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}
    >
      <Table size="small" stickyHeader aria-label="表格" sx={{ tableLayout: 'fixed', minWidth: 840 }}>
        <LineHead>
          <TableCell width={60}>编号</TableCell>
          <TableCell>表名和用途</TableCell>
          <TableCell width={90}>纸张</TableCell>
          <TableCell width="40%">原件</TableCell>
          <TableCell width={160} sx={{ textAlign: 'right' }}>
            办理
          </TableCell>
        </LineHead>
        {children}
        {groups.map((group) => (
          <TableBody key={group.title}>
            <FormGroupHead>{group.title}</FormGroupHead>
            {group.forms.map((form) => (
              <FormRow key={form.key} form={form} onFill={onFill} />
            ))}
          </TableBody>
        ))}
      </Table>
    </TableContainer>
  );
}

function FormRow({ form, onFill }: { readonly form: ListedForm; readonly onFill: (form: ListedForm) => void }) {
  const { key, title, about, source } = form;
  const mayPrint = useRights().mayAnywhere('print');
  return (
    <TableRow hover sx={{ '& td, & th': { verticalAlign: 'top' } }}>
      <TableCell sx={{ color: 'text.secondary' }}>{key}</TableCell>
      <TableCell component="th" scope="row">
        <MuiLink component={Link} to={addresses.form(key)} data-row underline="hover" sx={{ fontWeight: 600 }}>
          {title}
        </MuiLink>
        <Box sx={{ color: 'text.secondary', fontSize: 14 }}>{about}</Box>
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{paperInWords(form)}</TableCell>
      <TableCell>
        <FormSource source={source} />
      </TableCell>
      <TableCell sx={{ textAlign: 'right', whiteSpace: 'nowrap' }}>
        {mayPrint && (
          <Button
            size="small"
            variant="outlined"
            component={Link}
            to={addresses.form(key)}
            aria-label={`${title}空白表`}
            sx={{ minHeight: 30, mr: 1 }}
          >
            空白表
          </Button>
        )}
        {!mayPrint ? null : fillingPlace(key).kind === 'pen' ? (
          <Box component="span" sx={{ display: 'inline-block', width: 64, textAlign: 'center', fontSize: 14 }}>
            用笔填
          </Box>
        ) : (
          <Button
            size="small"
            variant="outlined"
            aria-label={`填写${title}`}
            onClick={() => onFill(form)}
            sx={{ minHeight: 30 }}
          >
            填写
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

/** 2页横向 */
function paperInWords({ pages, isLandscape }: Pick<ListedForm, 'pages' | 'isLandscape'>): string {
  return `${pages}页${isLandscape ? '横向' : ''}`;
}
