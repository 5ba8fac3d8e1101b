import { type Backup, looksWhole } from './backupManifest.ts';

/** How many days, weeks and months keep their newest backup. */
const kept = [
  { name: 'day', slots: 7 },
  { name: 'week', slots: 4 },
  { name: 'month', slots: 12 },
] as const;

/** The newest ones stay whatever their day: if the last is found bad, the one before it is no day old. */
const newestKept = 3;

/**
 * The backups that can go once `newest` is verified: all but the newest of each of the last seven days, four weeks and twelve
 * months that have one. Nothing newer than the verified one goes, nothing of another vault, and incomplete ones take no other's place.
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
