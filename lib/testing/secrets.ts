// What must never be in a log, found in the calls that went over the wire: addresses, codes, ids and tokens, passwords,
// where a caller is. Whatever a test is about, the log of its application is searched for what the test has used.

/** Values that are secrets by their name, and look it: tests send all kinds of nonsense under these names, too. */
const shapes: Readonly<Record<string, RegExp>> = {
  address: /^(\S+@\S+\.\S+|\+\d{7,})$/,
  email: /@/,
  phone: /^\+\d{7,}$/,
  to: /^(\S+@\S+|\+\d{7,})$/,
  code: /^\d{6}$/,
  password: /^.{8,}$/,
  currentPassword: /^.{8,}$/,
  captchaToken: /^\S{20,}$/,
  proof: /^[\w-]{28}$/,
  puzzleId: /^[\w-]{28}$/,
  challengeId: /^[\w-]{28}$/,
};

export interface Secrets {
  /** Anything that was sent or answered, at any depth. */
  note(body: unknown): void;
  noteText(text: string | null | undefined): void;
  /** Which of them the lines give away. */
  in(lines: readonly string[]): string[];
}

export function secrets(): Secrets {
  const known = new Set<string>();
  const note = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === "string" && Object.hasOwn(shapes, name) && shapes[name]?.test(member)) {
        known.add(member);
      } else note(member);
    }
  };
  return {
    note,
    noteText(text) {
      if (text) known.add(text);
    },
    in(lines) {
      const said = lines.join("\n");
      // As a whole word: a code is found in many a longer number.
      const isSaid = (secret: string) => {
        for (let at = said.indexOf(secret); at >= 0; at = said.indexOf(secret, at + 1)) {
          if (!/[\w-]/.test(`${said[at - 1] ?? ""}${said[at + secret.length] ?? ""}`)) return true;
        }
        return false;
      };
      return [...known].filter(isSaid);
    },
  };
}
