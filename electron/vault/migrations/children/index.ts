import type { Migration } from '../migration.ts';
import { children0010 } from './0010-child.ts';
import { children0020 } from './0020-registry.ts';
import { children0030 } from './0030-papers.ts';
import { children0040 } from './0040-print-facts.ts';
import { children0050 } from './0050-route-sheets.ts';
import { children0060 } from './0060-audit.ts';
import { children0070 } from './0070-sealed.ts';
import { children0080 } from './0080-export-control.ts';

export const childrenMigrations: readonly Migration[] = [
  children0010,
  children0020,
  children0030,
  children0040,
  children0050,
  children0060,
  children0070,
  children0080,
];
