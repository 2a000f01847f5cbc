import { roles } from '../../src/contract/roles.ts';
import { connectOnce } from '../../src/core/database/connect.ts';
import { addressOf, type Root } from '../../src/core/database/install.ts';
import { probeSite } from '../../src/core/site/contract.ts';

/** Asks every view of the contract for its columns; what is wrong with any of them, each once. */
export async function probeInstalled(root: Root): Promise<string[]> {
  const connection = await connectOnce(addressOf(root));
  try {
    const problems = new Set<string>();
    for (const role of roles) {
      const probe = await probeSite(connection, role);
      if (probe.outcome === 'missing') return ['the view capability is missing'];
      if (probe.outcome === 'incomplete') for (const problem of probe.problems) problems.add(problem);
    }
    return [...problems];
  } finally {
    connection.destroy();
  }
}
