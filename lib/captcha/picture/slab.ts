import "server-only";
// Where finished pictures lie until somebody asks for them: memory that both threads see, taken once. As values of
// JavaScript they would make every few hundred puzzles a reason to go through the whole heap for garbage, which was a
// quarter of what a puzzle cost the main thread.

/** Room for one text. */
export type Cell = Buffer<SharedArrayBuffer>;

export interface Slab {
  /** @returns a cell that nobody else has, if there is one left */
  claim(): Cell | undefined;
  release(cell: Cell): void;
}

/** The system lends it page by page as it is written to. @param bytes of each cell */
export function slab(count: number, bytes: number): Slab {
  const memory = new SharedArrayBuffer(count * bytes);
  const free = Array.from({ length: count }, (_, at) => Buffer.from(memory, at * bytes, bytes));
  return {
    claim: () => free.pop(),
    release: (cell) => void free.push(cell),
  };
}
