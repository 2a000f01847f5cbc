import { Button } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { focusFirstWrong } from '../../../../components/panels/first-wrong.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { submitKey } from '../../../../keys/submit-key.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { StaffName } from '../../../staff/staff-name.tsx';
import { useMacroNames } from '../../../tickets/macros/use-macro-names.ts';
import { Effect } from './effect.tsx';
import classes from './rules.module.css';
import { changedFields, fieldWords, valueWords } from './rules-text.ts';
import type { RulesForm, SavedRules } from './use-rules-form.ts';

interface RulesFrameProps {
  label: string;
  lead: string;
  saved: SavedRules;
  form: RulesForm;
  children: ReactNode;
}

/** Fields of the rules that scroll, and below them what is not saved, what it would do, and the buttons. */
export function RulesFrame({ label, lead, saved, form, children }: RulesFrameProps) {
  const fields = useRef<HTMLDivElement>(null);
  const send = () => {
    if (!form.send()) focusFirstWrong(fields);
  };
  return (
    <form
      className={classes.form}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={submitKey(send)}
    >
      <div ref={fields} className={classes.scroll} tabIndex={-1}>
        <p className={classes.lead}>{lead}</p>
        {children}
        <p className={classes.hint}>
          Saved <Moment at={saved.savedAt} shape="stamp" /> by <StaffName account={saved.savedBy} />.
          {!form.mayEdit && ' Administrators change it.'}
        </p>
      </div>
      {form.mayEdit && form.changed.length > 0 && <Foot saved={saved} form={form} />}
    </form>
  );
}

function Foot({ saved, form }: { saved: SavedRules; form: RulesForm }) {
  const { changed, errors, isOvertaken, may, saving } = form;
  return (
    <div className={classes.foot}>
      {isOvertaken && <Overtaken saved={saved} form={form} />}
      {!isOvertaken && saving.isError && (
        <p role="alert" className={classes.failure}>
          {failureOf(saving.error).message}
        </p>
      )}
      {Object.keys(errors).length > 0 && (
        <p role="alert" className={classes.failure}>
          Not saved, for something is wrong with: <Fields fields={Object.keys(errors)} />.
        </p>
      )}
      <div className={classes.ends}>
        <div className={classes.unsaved}>
          <p>
            Not saved yet: <Fields fields={changed} />.
          </p>
          <Effect text={form.text} />
        </div>
        <Button size="sm" variant="default" onClick={form.drop}>
          Back to the saved ones
        </Button>
        <Button
          type="submit"
          size="sm"
          loading={saving.isPending}
          disabled={!may}
          rightSection={<KeysHint command="form.send" />}
        >
          Save
        </Button>
      </div>
    </div>
  );
}

/** Says what someone saved while these were changed, and goes on from there with what was typed. */
function Overtaken({ saved, form }: { saved: SavedRules; form: RulesForm }) {
  const names = useMacroNames();
  return (
    <div role="alert" className={classes.conflict}>
      <p>
        <StaffName account={saved.savedBy} /> saved other hours or targets meanwhile. What you set is kept.
      </p>
      <dl className={classes.differences}>
        {changedFields(form.seenText, form.savedText)
          .slice(0, 12)
          .map((field) => (
            <div key={field}>
              <dt>
                <MemberText text={fieldWords(field, names.team)} />
              </dt>
              <dd>
                <del>
                  <span className="unseen">before: </span>
                  <MemberText text={valueWords(field, form.seenText[field])} />
                </del>{' '}
                <ins>
                  <span className="unseen">after: </span>
                  <MemberText text={valueWords(field, form.savedText[field])} />
                </ins>
              </dd>
            </div>
          ))}
      </dl>
      <div>
        <Button size="compact-sm" variant="default" onClick={form.goOn}>
          Go on from those, with mine
        </Button>
      </div>
    </div>
  );
}

const most = 4;

function Fields({ fields }: { fields: readonly string[] }) {
  const names = useMacroNames();
  const words = fields.slice(0, most).map((field) => fieldWords(field, names.team));
  const more = fields.length - words.length;
  return <MemberText text={[...words, ...(more > 0 ? [`${more} more`] : [])].join('; ')} />;
}
