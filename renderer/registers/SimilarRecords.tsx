import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { knownElsewhere } from '../../shared/contract/duplicateMethods.ts';
import type { RecordValues, Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { addresses } from '../app/addresses.ts';
import { useRights } from '../app/useRights.ts';
import { person } from '../room/person.ts';
import { similarQuery } from './duplicateQueries.ts';
import { type MatchedValues, matchedValues } from './matchedValues.ts';

/** Milliseconds without a change before the register is asked. */
const pause = 400;
/** Columns that tell one child from another at a glance, after the name. */
const shownColumns = 5;

interface SimilarRecordsProps {
  readonly register: Register;
  /** Null for a record that was never saved. */
  readonly id: string | null;
  readonly values: RecordValues;
}

/** While a record is entered: who may be in the register already. Nothing is shown, and nothing moves, until somebody is. */
export function SimilarRecords({ register, id, values }: SimilarRecordsProps) {
  const api = useApi();
  const mayWrite = useRights().may(register, 'write');
  const asked = useSettled(matchedValues(register, values));
  const similar = useQuery({
    ...similarQuery(api, { register: register.key, id, values: asked }),
    enabled: mayWrite && Object.keys(asked.fields).length > 0,
  });
  const records = similar.data?.records ?? [];
  const elsewhere = mayWrite && similar.data?.elsewhere === true && (
    <Alert severity="warning" role="status" aria-label="其他村已有登记">
      {knownElsewhere}
    </Alert>
  );
  if (records.length === 0) return elsewhere;
  const columns = register.list.filter(({ field }) => field !== register.nameField).slice(0, shownColumns);
  return (
    <>
      {elsewhere}
      <Alert severity="warning" role="status" aria-label="可能已在册">
        {id === null ? '可能已在册，请先核对，免得重复登记：' : '可能与另一条重复，请核对：'}
        <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
          {records.map((record) => (
            <li key={record.id} {...person}>
              <strong>{record.name}</strong>
              {`　${columns
                .map(({ field }) => record.cells[field])
                .filter(Boolean)
                .join(
                  '　',
                )}（${[...record.reasons, ...(record.caution === null ? [] : [record.caution])].join('；')}）`}
              <MuiLink
                component={Link}
                to={
                  id === null ? addresses.record(register.key, record.id) : addresses.merge(register.key, record.id, id)
                }
                sx={{ ml: 1 }}
              >
                打开核对
              </MuiLink>
            </li>
          ))}
        </Box>
      </Alert>
    </>
  );
}

/** The values as they were when nothing had changed for a while. */
function useSettled(values: MatchedValues): MatchedValues {
  const [settled, setSettled] = useState(values);
  const text = JSON.stringify(values);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as MatchedValues), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
