import { type Zippable, zipSync } from 'fflate';

/** The first moment that a zip file knows. */
const noMoment = new Date(1980, 0, 1);

/** Packs the parts of a document without the moment at which it was made, so that the same content gives the same bytes. */
export function neutralArchive(parts: Zippable): Uint8Array {
  return zipSync(parts, { mtime: noMoment });
}

/** What an office document says about itself: no person, no title and no time. */
export const neutralProperties =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
  '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ' +
  'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>护蕾台账</dc:creator></cp:coreProperties>';
