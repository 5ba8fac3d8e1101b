import type { TemplateBlock, TemplateParagraph } from './templateModel.ts';

/** All paragraphs in reading order, those in the cells of tables too. */
export function paragraphsOf(blocks: readonly TemplateBlock[]): TemplateParagraph[] {
  return blocks.flatMap((block) =>
    block.kind === 'paragraph' ? [block] : block.cells.flatMap((cell) => paragraphsOf(cell.blocks)),
  );
}
