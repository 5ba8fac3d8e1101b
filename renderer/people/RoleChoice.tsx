import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import { type RoleName, roleNames, roles } from '../../shared/rights/roles.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';

interface RoleChoiceProps {
  readonly chosen: readonly RoleName[];
  readonly onChange: (chosen: readonly RoleName[]) => void;
  readonly error?: string | undefined;
}

/** The roles of the office, each with what it may do in one sentence. */
export function RoleChoice({ chosen, onChange, error }: RoleChoiceProps) {
  const toggle = (role: RoleName): void =>
    onChange(roleNames.filter((each) => (each === role ? !chosen.includes(role) : chosen.includes(each))));
  return (
    <Box role="group" aria-labelledby="role-choice" aria-describedby={error === undefined ? undefined : 'role-error'}>
      <Typography id="role-choice" variant="body2" sx={{ color: 'text.secondary' }}>
        角色（可以选几个）
      </Typography>
      {error !== undefined && (
        <FieldMessage id="role-error" severity="error">
          {error}
        </FieldMessage>
      )}
      {roleNames.map((role) => (
        <FormControlLabel
          key={role}
          sx={{ display: 'flex', alignItems: 'flex-start', mr: 0, mt: 0.5 }}
          slotProps={{ typography: { component: 'div' } }}
          control={
            <Checkbox
              checked={chosen.includes(role)}
              onChange={() => toggle(role)}
              slotProps={{ input: { 'aria-invalid': error !== undefined } }}
              sx={{ py: 0.25 }}
            />
          }
          label={
            <>
              {roles[role].label}
              <Typography variant="caption" component="div" color="textSecondary">
                {roles[role].may}
              </Typography>
            </>
          }
        />
      ))}
    </Box>
  );
}
