import type { ReactNode } from 'react';
import type { CaseRow } from '../../../contract/reports/queue.ts';
import type { CaseId } from '../../../contract/reports/values.ts';

/** What every list of the workspace is given: which case is open beside it, and how one goes from it to others. */
export interface Frame {
  readonly openId: CaseId | null;
  /** How often the list was asked to be brought up to date. */
  readonly round: number;
  readonly onOpen: (id: CaseId, how: 'new' | 'instead') => void;
  readonly onClose: () => void;
  /** Claims the next case and opens it. */
  readonly onNext: () => void;
  /** Opens the case that was open before. */
  readonly onPrevious: () => void;
  readonly onRefresh: () => void;
  /** The views, where their column has given way. */
  readonly menu: ReactNode;
  /** The case that is open, by what the list knows of it. */
  readonly detail: (known: CaseRow | undefined) => ReactNode;
}
