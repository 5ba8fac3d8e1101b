import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import { PreparedSheets } from '../sheets/PreparedSheets.tsx';

type Numbers = 'masked' | 'full';

interface PaperSheetsProps {
  /** Of the form. */
  readonly title: string;
  /** Names what is printed, apart from how its ID numbers are shown. */
  readonly queryKey: readonly unknown[];
  /** Lays the form out. */
  readonly open: (numbers: Numbers) => Promise<MethodOutput<'paper.print'>>;
  readonly onBack: () => void;
}

/** A filled-in form as it will come out of the printer, with ID numbers in full until something else is chosen. */
export function PaperSheets({ title, queryKey, open, onBack }: PaperSheetsProps) {
  const [numbers, setNumbers] = useState<Numbers>('full');
  const opened = useQuery({
    queryKey: [...queryKey, numbers],
    queryFn: () => open(numbers),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const numbersChosen = opened.data?.numbersChosen === true;
  return (
    <PreparedSheets
      detail={opened.data ? `${title}，共${opened.data.pages}页A4纸` : '正在打开'}
      opened={opened.data}
      failure={opened.error}
      onBack={onBack}
      {...(numbersChosen && { numbers: { value: numbers, onChange: setNumbers } })}
    />
  );
}
