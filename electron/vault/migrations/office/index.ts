import type { Migration } from '../migration.ts';
import { office0010 } from './0010-office.ts';

export const officeMigrations: readonly Migration[] = [office0010];
