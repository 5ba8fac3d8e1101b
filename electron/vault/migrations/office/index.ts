import type { Migration } from '../migration.ts';
import { office0010 } from './0010-office.ts';
import { office0020 } from './0020-templates.ts';

export const officeMigrations: readonly Migration[] = [office0010, office0020];
