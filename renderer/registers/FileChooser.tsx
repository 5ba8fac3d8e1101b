import { FileDrop } from '../components/FileDrop.tsx';
import { Progress } from '../components/Progress.tsx';

interface FileChooserProps {
  /** The call that reads a chosen file; null when none is read. */
  readonly job: string | null;
  /** Why the last file could not be taken. */
  readonly error: string | null;
  readonly onFile: (file: File) => void;
}

/** Where a workbook is dropped or chosen, and how far its reading is. */
export function FileChooser({ job, error, onFile }: FileChooserProps) {
  return (
    <FileDrop
      heading="把村里报来的表格拖到这里"
      hint="Excel、WPS和文本表格都可以；标题、合并的单元格、表下的说明都不用删。先核对，确认后才写入。"
      label="选择要导入的表格文件"
      accept=".xlsx,.xls,.et,.csv,.txt"
      onlyOne="一次只能导入一个文件，请分开拖入"
      progress={job === null ? null : <Progress job={job} label="正在读取表格" />}
      error={error}
      onFile={onFile}
    />
  );
}
