/** What a call told a moderator that it had done. It must be found in the database afterwards, whatever was killed. */
export type ReportDeed =
  | { readonly deed: 'claimed'; readonly caseId: string }
  | {
      readonly deed: 'decided';
      readonly caseId: string;
      readonly requestId: string;
      readonly decisionId: string | null;
    }
  | {
      readonly deed: 'undone';
      readonly caseId: string;
      readonly requestId: string;
      readonly decisionId: string;
    }
  | {
      readonly deed: 'handed over' | 'held' | 'noted' | 'resumed';
      readonly caseId: string;
      readonly requestId: string;
    }
  | { readonly deed: 'released'; readonly caseId: string };
