export interface Drawing {
  /** Pixels of an edge. */
  size: number;
  png: Buffer;
}

/** A Windows icon: a directory of 16 bytes for each drawing, then the drawings as PNG. At most 256 pixels each. */
export function ico(drawings: readonly Drawing[]): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(drawings.length, 4);
  let offset = head.length + drawings.length * 16;
  const entries = drawings.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    // One byte each, in which 0 stands for 256.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([head, ...entries, ...drawings.map(({ png }) => png)]);
}

/** An Apple icon: each drawing as PNG under the four letters of its size, once more where it serves as @2x. */
export function icns(drawings: readonly Drawing[]): Buffer {
  const parts = drawings.flatMap(({ size, png }) =>
    (appleKinds[size] ?? []).map((kind) =>
      Buffer.concat([Buffer.from(kind, 'latin1'), length(png.length + 8), png]),
    ),
  );
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from('icns', 'latin1'), length(body.length + 8), body]);
}

const appleKinds: Record<number, string[]> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

function length(bytes: number): Buffer {
  const field = Buffer.alloc(4);
  field.writeUInt32BE(bytes);
  return field;
}
