import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licenceList } from './licencesOfProgram.ts';

// `npm run licences`: writes the list that the settings show.
writeFileSync(join(import.meta.dirname, '..', '..', 'renderer', 'about', 'licences.txt'), licenceList());
