// POST /api/captcha/puzzles and …/{id}/solutions
import { puzzleRequest, solutionRequest } from "../../contract";
import { Problem } from "../../problem";
import type { Services } from "../../services";
import { browserCookie } from "../browser-cookie";
import { command } from "../route";

export const issuePuzzle = command(
  puzzleRequest,
  async ({ body, ip, browser, services }) => {
    const asker = { ip, trusted: browser?.trusted ?? false };
    const puzzle = await sliderOf(services).issue(body, asker);
    const greeting = browser ? undefined : browserCookie.set(services.env, services.browsers.greet());
    return { status: 201, body: puzzle, ...(greeting && { cookies: [greeting] }) };
  },
  { precedence: "newcomer" },
);

/** A track of a few hundred points is larger than other bodies. */
const solutionMaxBytes = 32_768;

export const solvePuzzle = command(
  solutionRequest,
  async ({ body, id, ip, browser, services }) => ({
    status: 201,
    body: await sliderOf(services).solve(id, body, { ip, browser: browser?.id }),
  }),
  {
    precedence: "newcomer",
    maxBytes: solutionMaxBytes,
    // One attempt per puzzle, also one that makes no sense.
    onUnreadable: ({ id, ip, services }) => sliderOf(services).spend(id, ip),
  },
);

function sliderOf({ slider }: Services) {
  if (!slider) throw new Problem("not-found");
  return slider;
}
