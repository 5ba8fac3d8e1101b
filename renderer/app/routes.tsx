import type { RouteObject } from 'react-router';
import { FormPage } from '../forms/FormPage.tsx';
import { FormsPage } from '../forms/FormsPage.tsx';
import { SettingsPage } from '../pages/SettingsPage.tsx';
import { TodayPage } from '../pages/TodayPage.tsx';
import { FillPage } from '../papers/FillPage.tsx';
import { PaperListPage } from '../papers/PaperListPage.tsx';
import { PaperPage } from '../papers/PaperPage.tsx';
import { PaperPrintPage } from '../papers/PaperPrintPage.tsx';
import { PrintsPage } from '../prints/PrintsPage.tsx';
import { BatchesPage } from '../recycle/BatchesPage.tsx';
import { RecyclePage } from '../recycle/RecyclePage.tsx';
import { DuplicatesPage } from '../registers/DuplicatesPage.tsx';
import { ImportPage } from '../registers/ImportPage.tsx';
import { ListPage } from '../registers/ListPage.tsx';
import { MergePage } from '../registers/MergePage.tsx';
import { PrintPage } from '../registers/PrintPage.tsx';
import { RecordPage } from '../registers/RecordPage.tsx';
import { withRegister } from '../registers/withRegister.tsx';
import { RouteEntryPage } from '../routes/RouteEntryPage.tsx';
import { RoutePrintPage } from '../routes/RoutePrintPage.tsx';
import { RoutesPage } from '../routes/RoutesPage.tsx';
import { MonthPage } from '../screening/MonthPage.tsx';
import { RoundPage } from '../screening/RoundPage.tsx';
import { ScreeningPrintPage } from '../screening/ScreeningPrintPage.tsx';
import { AddTemplatePage } from '../templates/AddTemplatePage.tsx';
import { FillTemplatesPage } from '../templates/FillTemplatesPage.tsx';
import { TemplatePage } from '../templates/TemplatePage.tsx';
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
      { path: 'registers/:register/duplicates', Component: withRegister(DuplicatesPage) },
      { path: 'registers/:register/merge/:id/:other', Component: withRegister(MergePage) },
      { path: 'registers/:register/recycle', Component: withRegister(RecyclePage) },
      { path: 'registers/:register/batches', Component: withRegister(BatchesPage) },
      { path: 'registers/:register/print', Component: withRegister(PrintPage) },
      { path: 'registers/:register/records/:id', Component: withRegister(RecordPage) },
      { path: 'registers/:register/records/:id/papers/:form', Component: withRegister(PaperListPage) },
      { path: 'registers/:register/records/:id/papers/:form/:paper', Component: withRegister(PaperPage) },
      { path: 'registers/:register/records/:id/papers/:form/:paper/print', Component: withRegister(PaperPrintPage) },
      { path: 'screening/:month?', element: <MonthPage /> },
      { path: 'screening/rounds/:round', element: <RoundPage /> },
      { path: 'screening/print/:kind/:of', element: <ScreeningPrintPage /> },
      { path: 'routes', element: <RoutesPage /> },
      { path: 'routes/:sheet/print', element: <RoutePrintPage /> },
      { path: 'routes/:sheet/:position?', element: <RouteEntryPage /> },
      { path: 'forms', element: <FormsPage /> },
      { path: 'forms/prints/:register?/:id?', element: <PrintsPage /> },
      { path: 'forms/own/new', element: <AddTemplatePage /> },
      { path: 'forms/own/fill', element: <FillTemplatesPage /> },
      { path: 'forms/own/:template', element: <TemplatePage /> },
      { path: 'forms/own/:template/fill', element: <FillTemplatesPage /> },
      { path: 'forms/:form', element: <FormPage /> },
      { path: 'forms/:form/fill', element: <FillPage /> },
      { path: '*', element: <TodayPage /> },
    ],
  },
];
