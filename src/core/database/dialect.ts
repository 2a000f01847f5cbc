import {
  type DatabaseConnection,
  type Driver,
  MysqlDialect,
  type MysqlDialectConfig,
  MysqlDriver,
} from 'kysely';

/**
 * Kysely's MySQL dialect, but that a statement which we have stopped ends quietly. Kysely would print its error on the
 * console, once for each letter typed over in a search.
 */
export class CancellableDialect extends MysqlDialect {
  readonly #config: MysqlDialectConfig;

  constructor(config: MysqlDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new CancellableDriver(this.#config);
  }
}

class CancellableDriver extends MysqlDriver {
  readonly #known = new WeakSet<DatabaseConnection>();

  override async acquireConnection(
    ...options: Parameters<MysqlDriver['acquireConnection']>
  ): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection(...options);
    if (!this.#known.has(connection)) {
      this.#known.add(connection);
      endQuietlyWhenCancelled(connection);
    }
    return connection;
  }
}

function endQuietlyWhenCancelled(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  const cancel = connection.cancelQuery?.bind(connection);
  let isCancelled = false;
  connection.executeQuery = async (...query) => {
    isCancelled = false;
    try {
      return await execute(...query);
    } catch (error) {
      // Nobody reads these rows: whoever waited has been told of the abort.
      if (isCancelled) return { rows: [] };
      throw error;
    }
  };
  if (!cancel) return;
  connection.cancelQuery = (...provider) => {
    isCancelled = true;
    return cancel(...provider);
  };
}
