// Answers the calls of the exhibits in place of the server, as the address in them wishes: `refused@exhibits.example`.
// Pictures and work are the server's own; `real@…` has everything from it.

/** What each puzzle of an exhibit is to end in. */
const plays = new Map<string, string>();

let played = false;

export function playServer(): void {
  if (played || typeof window === "undefined") return;
  played = true;
  const serve = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const body = typeof init?.body === "string" ? init.body : "";
    const wish = /"(\w+)@exhibits\.example"/.exec(body)?.[1];
    if (wish === "silent") return new Promise(() => undefined);
    if (wish === "refused") return problem(503, "unavailable", { retryAfter: 30 });
    if (wish) {
      const answer = await serve(input, init);
      const puzzle = await answer.clone().json();
      if (puzzle.puzzleId) plays.set(puzzle.puzzleId, wish);
      return answer;
    }
    const solved = /\/captcha\/puzzles\/([^/]+)\/solutions$/.exec(String(input))?.[1];
    const play = solved && plays.get(decodeURIComponent(solved));
    if (play === "checks") return new Promise(() => undefined);
    if (play === "misses") return problem(403, "captcha-failed");
    if (play === "fits") return json(201, { captchaToken: "exhibit", expiresIn: 180 });
    return serve(input, init);
  };
}

const problem = (status: number, code: string, members = {}) => json(status, { code, status, ...members });

function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}
