/**
 * A program whose system calls are recorded: the core from its first run to its end in the data folder named by its argument, with the
 * work that makes a database want temporary files: an import, searching, sorting, undoing, a screening, an export, a backup.
 */
import { roster } from '../faults/deskProgram.ts';
import { startTestApp, testUser } from '../testApp.ts';

const [dataDir = ''] = process.argv.slice(2);
const desk = await startTestApp({ dataDir });
await desk.setUp();
const posted = await desk.app.fetch(
  new Request('https://hulei.invalid/upload', { method: 'POST', body: new Uint8Array(roster(400)) }),
);
const { value } = (await posted.json()) as { value: { upload: string } };
const job = (): string => crypto.randomUUID();
const file = { register: 'child', upload: value.upload, fileName: '双塘村.csv', job: job() };
const { importId, creates, updates } = await desk.value('import.read', file);
const { committed } = await desk.value('import.commit', { importId, creates, updates, job: job() });
const everybody = { register: 'child', search: '', filters: {}, sort: { field: 'name', descending: true } } as const;
await desk.value('register.list', { ...everybody, search: 'zhang', offset: 0, limit: 500 });
const { rows } = await desk.value('register.list', { ...everybody, offset: 0, limit: 500 });
if (rows.length < 400) throw new Error('the import did not arrive');
await desk.value('sheet.open', { form: 'F08', selection: { query: everybody } });
await desk.value('duplicate.rescan', { register: 'child' });
await desk.value('backup.make', { job: job() });
await desk.value('batch.undo', { register: 'child', batch: committed?.batch ?? '', job: job() });
const again = await desk.restart();
await again.value('session.unlock', testUser);
await again.app.close();
// As the hosts do: a process that held keys ends at once.
process.exit(0);
