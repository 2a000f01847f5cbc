import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { Tag } from '../../../../contract/tickets/values.ts';

interface TagsFieldProps {
  label: string;
  /** Those that there are. */
  known: readonly string[];
  value: readonly string[];
  /** What was begun to be typed and is no tag yet, where the form counts it too. */
  typed?: string;
  autoFocus?: boolean;
  onChange: (tags: string[]) => void;
  onTyped?: (text: string) => void;
}

/** Some tags, each brought into the one way in which tags are written; what cannot be one is said and left out. */
export function TagsField({
  label,
  known,
  value,
  typed,
  autoFocus = false,
  onChange,
  onTyped,
}: TagsFieldProps) {
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <TagsInput
      size="xs"
      label={label}
      data-autofocus={autoFocus || undefined}
      data={known as string[]}
      value={value as string[]}
      {...(typed !== undefined && { searchValue: typed })}
      {...(onTyped !== undefined && { onSearchChange: onTyped })}
      error={wrong !== null && `“${wrong}” is no tag: letters, digits and single hyphens`}
      maxTags={20}
      splitChars={[',', ' ']}
      clearButtonProps={{ 'aria-label': `${label}: none` }}
      onChange={(tags) => {
        const read = tags.map((tag) => ({ tag, parsed: Tag.safeParse(tag) }));
        setWrong(read.find(({ parsed }) => !parsed.success)?.tag ?? null);
        onChange([...new Set(read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : [])))]);
      }}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
