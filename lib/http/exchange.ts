// What handlers read of a request, and what they answer: plain data, so that any server can bring the one and write
// the other, and a busy one makes no Request, Headers and Response of Node's for each call.

export interface Incoming {
  headers: Pick<Headers, "get">;
  /**
   * Hands on the body part by part, until it ends or `take` wants no more.
   * @throws when the client breaks off
   */
  read(take: (part: Uint8Array) => boolean): Promise<void>;
}

/** An answer as it is written. */
export interface Reply {
  status: number;
  /** Besides those that every answer has; names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Set-Cookie headers. */
  cookies?: readonly string[];
  body?: string | Events;
}

/** An answer that goes on until somebody ends it: begins to send, and returns what ends it. */
export type Events = (send: (text: string) => void) => () => void;
