import { RulesFrame } from '../rules/rules-frame.tsx';
import { RulesLoaded } from '../rules/rules-loaded.tsx';
import { type SavedRules, useRulesForm } from '../rules/use-rules-form.ts';
import { Holidays } from './holidays.tsx';
import classes from './hours.module.css';
import { Week } from './week.tsx';
import { ZoneField } from './zone-field.tsx';

/** When the desk is open: its zone, its week, and the days on which nobody works. */
export function HoursPart() {
  return <RulesLoaded what="the business hours">{(saved) => <Hours saved={saved} />}</RulesLoaded>;
}

function Hours({ saved }: { saved: SavedRules }) {
  const form = useRulesForm(saved);
  return (
    <RulesFrame
      label="Business hours"
      lead="Targets are counted in these hours alone: outside them, and while a ticket waits for the member, no clock runs."
      saved={saved}
      form={form}
    >
      <div className={classes.columns}>
        <div className={classes.column}>
          <ZoneField form={form} />
          <Week form={form} />
        </div>
        <Holidays form={form} />
      </div>
    </RulesFrame>
  );
}
