import type { TemplatePlace } from '../../shared/templates/templateModel.ts';
import type { TemplateSource } from '../../shared/templates/templateSources.ts';

/** For each box of ticks the codes whose words it prints; none where no option of the source says so. */
export function matchBoxes(boxes: TemplatePlace['boxes'], options: TemplateSource['options']): string[][] {
  return boxes.map(({ text }) => {
    const printed = plain(text);
    const wordsOf = ({ label, synonyms }: TemplateSource['options'][number]): string[] =>
      [label, ...synonyms].map(plain);
    const same = options.filter((option) => wordsOf(option).includes(printed));
    const found =
      same.length > 0 || printed === '' ? same : options.filter((option) => wordsOf(option)[0]?.startsWith(printed));
    return found.map(({ code }) => code);
  });
}

/** Without the box, blanks and brackets around what is printed. */
function plain(text: string): string {
  return text.normalize('NFKC').replace(/[□☐■☑()\s、，；。:]/gu, '');
}
