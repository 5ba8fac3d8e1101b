import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { printOutcomes, toldOutcomes } from '../../shared/contract/printMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { refreshPrints } from './printQueries.ts';

type ToldOutcome = (typeof toldOutcomes)[number];

interface OutcomeDialogProps {
  readonly print: { readonly id: string; readonly serial: string };
  readonly onTold: (outcome: ToldOutcome) => void;
  /** Later, in the register of prints. */
  readonly onLater: () => void;
}

/** Asks what came out of the printer: the program cannot see it. Nothing is held back by the answer. */
export function OutcomeDialog({ print, onTold, onLater }: OutcomeDialogProps) {
  const api = useApi();
  const client = useQueryClient();
  const telling = useMutation({
    mutationFn: (outcome: ToldOutcome) => api.call('print.tell', { print: print.id, outcome }),
    onSuccess: (_, outcome) => {
      void refreshPrints(client);
      onTold(outcome);
    },
  });
  return (
    <Dialog open onClose={onLater} aria-labelledby="outcome-title" fullWidth maxWidth="sm">
      <DialogTitle id="outcome-title">打印出来了吗？</DialogTitle>
      <DialogContent>
        <DialogContentText>
          编号{print.serial}。没打出来的可以再打一次，另编新号；打坏的纸请收回销毁。
        </DialogContentText>
        {telling.isError && (
          <Alert severity="error" sx={{ mt: 1.5 }}>
            {messageOf(telling.error)}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onLater} sx={{ mr: 'auto' }}>
          以后再答
        </Button>
        {toldOutcomes.toReversed().map((outcome) => (
          <Button
            key={outcome}
            variant={outcome === 'printed' ? 'contained' : 'outlined'}
            autoFocus={outcome === 'printed'}
            disabled={telling.isPending}
            onClick={() => telling.mutate(outcome)}
          >
            {printOutcomes[outcome]}
          </Button>
        ))}
      </DialogActions>
    </Dialog>
  );
}
