import type { RouteObject } from 'react-router';
import { SettingsPage } from '../pages/SettingsPage.tsx';
import { TodayPage } from '../pages/TodayPage.tsx';
import { ImportPage } from '../registers/ImportPage.tsx';
import { ListPage } from '../registers/ListPage.tsx';
import { PrintPage } from '../registers/PrintPage.tsx';
import { RecordPage } from '../registers/RecordPage.tsx';
import { withRegister } from '../registers/withRegister.tsx';
import { FailedPage } from './FailedPage.tsx';
import { Shell } from './Shell.tsx';

/** Every page behind the lock. Addresses carry register keys and record ids, never a name or a search. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <FailedPage />,
    children: [
      { index: true, element: <TodayPage /> },
      { path: 'settings', element: <SettingsPage /> },
      { path: 'registers/:register', Component: withRegister(ListPage) },
      { path: 'registers/:register/new', Component: withRegister(RecordPage) },
      { path: 'registers/:register/import', Component: withRegister(ImportPage) },
      { path: 'registers/:register/print', Component: withRegister(PrintPage) },
      { path: 'registers/:register/records/:id', Component: withRegister(RecordPage) },
      { path: '*', element: <TodayPage /> },
    ],
  },
];
