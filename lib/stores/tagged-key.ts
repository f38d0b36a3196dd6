/**
 * A store key for something known by a pseudonym. What stands in braces is the hash tag, by which a cluster chooses
 * the node: the first three characters, as in the ids of a Keyring, spread keys over all of it.
 */
export function taggedKey(kind: string, pseudonym: string): string {
  return `fg:${kind}:{${pseudonym.slice(0, 3)}}${pseudonym.slice(3)}`;
}
