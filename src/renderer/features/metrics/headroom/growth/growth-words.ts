import { valueText } from '../../../../components/charts/unit-text.ts';

export const stretchTexts = { week: '7 days', month: '30 days', quarter: '90 days' } as const;

/**
 * Bytes a day as growth a day or a week: `+1.2 MiB`. Where there is none: `new` if all others have one, so that this was
 * not there then, else a dash.
 */
export function growthText(perDay: number | null, since: string | null, perWeek: boolean): string {
  if (perDay === null) return since === null ? '–' : 'new';
  const bytes = perWeek ? perDay * 7 : perDay;
  if (Math.abs(bytes) < 1) return '0';
  return `${bytes > 0 ? '+' : '−'}${valueText(Math.abs(bytes), 'bytes')}`;
}
