/** The system's own store of secrets. A host that has none gives null, and then no password is kept anywhere. */
export interface KeyChain {
  /** As people know it: `Keychain`, `GNOME Keyring`, `Windows Credential Manager`. */
  readonly name: string;
  get(key: string): Promise<string | null>;
  set(key: string, secret: string): Promise<void>;
  remove(key: string): Promise<void>;
}
