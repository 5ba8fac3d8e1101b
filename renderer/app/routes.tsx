import type { ReactNode } from 'react';
import type { RouteObject } from 'react-router';
import { anyRecords } from '../../shared/rights/methodRights.ts';
import type { Right } from '../../shared/rights/rights.ts';
import { AuditPage } from '../audit/AuditPage.tsx';
import { FormPage } from '../forms/FormPage.tsx';
import { FormsPage } from '../forms/FormsPage.tsx';
import { SettingsPage } from '../pages/SettingsPage.tsx';
import { TodayPage } from '../pages/TodayPage.tsx';
import { FillPage } from '../papers/FillPage.tsx';
import { PaperListPage } from '../papers/PaperListPage.tsx';
import { PaperPage } from '../papers/PaperPage.tsx';
import { PaperPrintPage } from '../papers/PaperPrintPage.tsx';
import { RightsPage } from '../people/RightsPage.tsx';
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
import { SealedEntryPage } from '../seal/SealedEntryPage.tsx';
import { SealedViewPage } from '../seal/SealedViewPage.tsx';
import { AddTemplatePage } from '../templates/AddTemplatePage.tsx';
import { FillTemplatesPage } from '../templates/FillTemplatesPage.tsx';
import { TemplatePage } from '../templates/TemplatePage.tsx';
import { Allowed } from './Allowed.tsx';
import { FailedPage } from './FailedPage.tsx';
import { Shell } from './Shell.tsx';

/** A page for those who have one of these rights. */
const allowed = (page: ReactNode, ...rights: readonly Right[]): ReactNode => <Allowed rights={rights}>{page}</Allowed>;

/** Every page behind the lock. Addresses carry register keys and record ids, never a name or a search. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <FailedPage />,
    children: [
      { index: true, element: <TodayPage /> },
      { path: 'settings', element: <SettingsPage /> },
      { path: 'rights', element: <RightsPage /> },
      { path: 'audit', element: allowed(<AuditPage />, 'audit.read') },
      { path: 'registers/:register', Component: withRegister(ListPage) },
      { path: 'registers/:register/new', Component: withRegister(RecordPage, 'write') },
      { path: 'registers/:register/import', Component: withRegister(ImportPage, 'write') },
      { path: 'registers/:register/duplicates', Component: withRegister(DuplicatesPage, 'write') },
      { path: 'registers/:register/merge/:id/:other', Component: withRegister(MergePage, 'write') },
      { path: 'registers/:register/recycle', Component: withRegister(RecyclePage) },
      { path: 'registers/:register/batches', Component: withRegister(BatchesPage) },
      { path: 'registers/:register/print', Component: withRegister(PrintPage, 'print') },
      { path: 'registers/:register/records/:id', Component: withRegister(RecordPage) },
      { path: 'registers/:register/records/:id/sealed', Component: withRegister(SealedViewPage) },
      { path: 'registers/:register/records/:id/sealed/new', Component: withRegister(SealedEntryPage) },
      { path: 'registers/:register/records/:id/papers/:form', Component: withRegister(PaperListPage) },
      { path: 'registers/:register/records/:id/papers/:form/:paper', Component: withRegister(PaperPage) },
      {
        path: 'registers/:register/records/:id/papers/:form/:paper/print',
        Component: withRegister(PaperPrintPage, 'print'),
      },
      { path: 'screening/:month?', element: allowed(<MonthPage />, 'children.read') },
      { path: 'screening/rounds/:round', element: allowed(<RoundPage />, 'children.read') },
      { path: 'screening/print/:kind/:of', element: allowed(<ScreeningPrintPage />, 'children.print') },
      { path: 'routes', element: allowed(<RoutesPage />, 'children.read') },
      { path: 'routes/:sheet/print', element: allowed(<RoutePrintPage />, 'children.print') },
      { path: 'routes/:sheet/:position?', element: allowed(<RouteEntryPage />, 'children.read') },
      { path: 'forms', element: <FormsPage /> },
      { path: 'forms/prints/:register?/:id?', element: allowed(<PrintsPage />, ...anyRecords('read')) },
      { path: 'forms/own/new', element: allowed(<AddTemplatePage />, 'templates.write') },
      { path: 'forms/own/fill', element: allowed(<FillTemplatesPage />, 'children.export') },
      { path: 'forms/own/:template', element: <TemplatePage /> },
      { path: 'forms/own/:template/fill', element: allowed(<FillTemplatesPage />, 'children.export') },
      { path: 'forms/:form', element: allowed(<FormPage />, ...anyRecords('print')) },
      { path: 'forms/:form/fill', element: allowed(<FillPage />, ...anyRecords('print')) },
      { path: '*', element: <TodayPage /> },
    ],
  },
];
