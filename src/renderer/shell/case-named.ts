import { CaseId } from '../../contract/reports/values.ts';

/** The number in “case 123”, “case #123” or “#123”; null for anything else. */
export function caseNamed(query: string): CaseId | null {
  const [, number] = /^(?:case\s*#?|#)\s*(\d+)$/i.exec(query.trim()) ?? [];
  return CaseId.safeParse(number).data ?? null;
}
