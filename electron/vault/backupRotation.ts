import { type Backup, looksWhole } from './backupManifest.ts';

/** How many hours, days, weeks and months keep their newest backup. */
const kept = [
  // Several within a few minutes are one hour or two: they do not push out the last of an hour before.
  { name: 'hour', slots: 3 },
  { name: 'day', slots: 7 },
  { name: 'week', slots: 4 },
  { name: 'month', slots: 12 },
] as const;

/** The newest ones stay whatever their day: if the last is found bad, the one before it is no day old. */
const newestKept = 3;

/**
 * The backups that can go once `newest` is verified: all but the newest three, and the newest of each of the last three hours, seven
 * days, four weeks and twelve months that have one. Nothing newer than the verified one goes, nothing of another vault, and
 * incomplete ones take no other's place.
 * @param backups newest first
 */
export function backupsToRemove(backups: readonly Backup[], newest: Backup): Backup[] {
  const own = backups.filter(({ manifest }) => manifest.vaultId === newest.manifest.vaultId);
  const sound = own.filter(looksWhole);
  const keep = new Set(sound.slice(0, newestKept).map(({ id }) => id));
  for (const { name, slots } of kept) {
    const seen = new Set<string>();
    for (const { id, manifest } of sound) {
      const slot = slotOf(name, new Date(manifest.made));
      if (seen.has(slot)) continue;
      seen.add(slot);
      if (seen.size > slots) break;
      keep.add(id);
    }
  }
  return own.filter(({ id, manifest }) => !keep.has(id) && manifest.sequence < newest.manifest.sequence);
}

function slotOf(name: (typeof kept)[number]['name'], moment: Date): string {
  const [year, month, day] = [moment.getFullYear(), moment.getMonth(), moment.getDate()];
  switch (name) {
    case 'hour':
      return `${year}-${month}-${day}-${moment.getHours()}`;
    case 'day':
      return `${year}-${month}-${day}`;
    case 'week': {
      // Weeks begin on Monday; the day of this week's Monday names it.
      const monday = new Date(year, month, day - ((moment.getDay() + 6) % 7));
      return `${monday.getFullYear()}-${monday.getMonth()}-${monday.getDate()}`;
    }
    case 'month':
      return `${year}-${month}`;
  }
}
