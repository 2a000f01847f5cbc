import markUrl from './mark.svg';

/** The lantern. Decorative: the wordmark or a label beside it carries the name. */
export function Mark({ size = 24 }: { size?: number }) {
  return <img src={markUrl} width={size} height={size} alt="" draggable={false} />;
}
