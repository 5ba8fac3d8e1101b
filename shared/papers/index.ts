import { careAgreement } from './careAgreement.ts';
import { consultation } from './consultation.ts';
import { familyPapers } from './familyPapers.ts';
import { guardianshipAssessment } from './guardianshipAssessment.ts';
import { helpOutcome } from './helpOutcome.ts';
import { helpPlan } from './helpPlan.ts';
import { helpRecord } from './helpRecord.ts';
import { homeVisit } from './homeVisit.ts';
import { keyPersonApproval } from './keyPersonApproval.ts';
import { keyPersonCard } from './keyPersonCard.ts';
import { keyPersonMeeting } from './keyPersonMeeting.ts';
import { mandatoryReport } from './mandatoryReport.ts';
import type { Paper } from './paper.ts';
import { parentContactLoss } from './parentContactLoss.ts';
import { parentSearchReceipt } from './parentSearchReceipt.ts';
import { sealedRefusal } from './sealedRefusal.ts';
import { subsidyApplication } from './subsidyApplication.ts';

/** Every paper of the program; adding one is one line here. */
export const papers: readonly Paper[] = [
  subsidyApplication,
  parentContactLoss,
  parentSearchReceipt,
  familyPapers,
  careAgreement,
  guardianshipAssessment,
  helpPlan,
  helpRecord,
  homeVisit,
  helpOutcome,
  consultation,
  keyPersonCard,
  keyPersonMeeting,
  keyPersonApproval,
  mandatoryReport,
  sealedRefusal,
];

/** The paper of a key, or undefined. */
export function findPaper(key: string): Paper | undefined {
  return papers.find((paper) => paper.key === key);
}
