import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import classes from './connection-form.module.css';

interface CertificateFieldProps {
  value: string;
  error: string | undefined;
  onChange: (pem: string) => void;
}

/** The certificate of the authority behind the server's own: pasted, chosen or dropped as a file. */
export function CertificateField({ value, error, onChange }: CertificateFieldProps) {
  const file = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = async (files: FileList | null) => {
    const first = files?.[0];
    // A certificate is a few kilobytes; anything much larger is another file.
    if (first !== undefined && first.size < 200_000) onChange(await first.text());
  };
  return (
    <div className={classes.certificate}>
      <Textarea
        label="Certificate authority"
        description="Only for a server whose certificate this system does not trust by itself. PEM: paste it, or drop a file."
        placeholder="-----BEGIN CERTIFICATE-----"
        rows={3}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files);
        }}
        spellCheck={false}
        value={value}
        error={error}
        classNames={{ input: classes.pem ?? '' }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Button size="compact-sm" variant="subtle" onClick={() => file.current?.click()}>
        Choose a file…
      </Button>
      <input
        ref={file}
        type="file"
        hidden
        accept=".pem,.crt,.cer"
        aria-label="Certificate file"
        onChange={(event) => void take(event.currentTarget.files)}
      />
    </div>
  );
}
