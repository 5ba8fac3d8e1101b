import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { useState } from 'react';
import { Link } from 'react-router';
import { templateStates } from '../../shared/contract/templateMethods.ts';
import { addresses } from '../app/addresses.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { FormGroupHead } from '../forms/FormGroupHead.tsx';
import type { TemplateHead } from './templateQueries.ts';

/** The title under which they stand. */
export const ownGroup = '本单位表样';

/** The forms that the office brought along, above the official ones in the same table; retired versions on request. */
export function OwnForms({ templates }: { readonly templates: readonly TemplateHead[] }) {
  const [showsRetired, setShowsRetired] = useState(false);
  const retired = templates.filter(({ state }) => state === 'retired').length;
  const shown = templates.filter(({ state }) => showsRetired || state !== 'retired');
  return (
    <TableBody>
      <FormGroupHead>
        {ownGroup}
        {retired > 0 && (
          <Button size="small" onClick={() => setShowsRetired(!showsRetired)} sx={{ minHeight: 26, py: 0, ml: 2 }}>
            {showsRetired ? '不看停用的' : `看停用的${retired}份`}
          </Button>
        )}
      </FormGroupHead>
      {shown.length === 0 && (
        <TableRow>
          <TableCell colSpan={5} sx={{ color: 'text.secondary' }}>
            上级发来新的Word或Excel表样，点“添加本单位表样”，程序认出要填的格子，以后照着填，原来的格式不变。
          </TableCell>
        </TableRow>
      )}
      {shown.map((template) => (
        <OwnForm key={template.id} template={template} />
      ))}
    </TableBody>
  );
}

function OwnForm({ template }: { readonly template: TemplateHead }) {
  const { id, title, documentNumber, version, state, format, use, places, decided, addedAt, addedBy } = template;
  const isOpen = decided < places;
  return (
    <TableRow hover sx={{ '& td, & th': { verticalAlign: 'top' } }}>
      <TableCell sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>第{version}版</TableCell>
      <TableCell component="th" scope="row">
        <MuiLink component={Link} to={addresses.ownForm(id)} data-row underline="hover" sx={{ fontWeight: 600 }}>
          {title}
        </MuiLink>
        <Box sx={{ color: 'text.secondary', fontSize: 14 }}>
          {documentNumber === '' ? '没有填文号' : documentNumber}
        </Box>
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{format === 'docx' ? 'Word' : 'Excel'}</TableCell>
      <TableCell sx={{ fontSize: 14 }}>
        <Box
          component="span"
          sx={{ fontWeight: 600, mr: 1, color: state === 'active' ? 'success.main' : 'text.primary' }}
        >
          {templateStates[state]}
        </Box>
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {use === 'list' ? '一人一行' : '一人一份'}，{places}处{isOpen ? `，还有${places - decided}处未定` : '都已定'}
          ；{addedBy}
          {momentInWords(addedAt)}添加
        </Box>
      </TableCell>
      <TableCell sx={{ textAlign: 'right', whiteSpace: 'nowrap' }}>
        <Button
          size="small"
          variant="outlined"
          component={Link}
          to={addresses.ownForm(id)}
          aria-label={`${state === 'draft' ? '核对' : '查看'}${title}第${version}版`}
          sx={{ minHeight: 30, mr: state === 'active' ? 1 : 0 }}
        >
          {state === 'draft' ? '核对' : '查看'}
        </Button>
        {state === 'active' && (
          <Button
            size="small"
            variant="outlined"
            component={Link}
            to={addresses.fillOwnForms(id)}
            aria-label={`填写${title}`}
            sx={{ minHeight: 30 }}
          >
            填写
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}
