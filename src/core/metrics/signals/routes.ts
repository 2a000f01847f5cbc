import { os } from '../../procedures.ts';
import { signalsOf } from './get.ts';

export const signalsRoutes = {
  get: os.metrics.signals.get.handler(({ context, signal }) =>
    signalsOf(context.console.session.signedIn, signal),
  ),
};
