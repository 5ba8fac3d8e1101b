import type { Migration } from '../migration.ts';
import { office0010 } from './0010-office.ts';
import { office0020 } from './0020-templates.ts';
import { office0030 } from './0030-audit.ts';
import { office0040 } from './0040-people.ts';
import { office0050 } from './0050-sticks.ts';

export const officeMigrations: readonly Migration[] = [office0010, office0020, office0030, office0040, office0050];
