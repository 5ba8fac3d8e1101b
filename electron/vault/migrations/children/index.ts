import type { Migration } from '../migration.ts';
import { children0010 } from './0010-child.ts';

export const childrenMigrations: readonly Migration[] = [children0010];
