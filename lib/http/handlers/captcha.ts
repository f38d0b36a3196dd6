// POST /api/captcha/puzzles and …/{id}/solutions
import { puzzleRequest, solutionRequest } from "../../contract";
import { Problem } from "../../problem";
import type { Services } from "../../services";
import { command } from "../route";

export const issuePuzzle = command(puzzleRequest, async ({ body, ip, services }) => ({
  status: 201,
  body: await sliderOf(services).issue(body.purpose, ip),
}));

/** A track of a few hundred points is larger than other bodies. */
const solutionMaxBytes = 32_768;

export const solvePuzzle = command(
  solutionRequest,
  async ({ body, id, ip, services }) => ({
    status: 201,
    body: await sliderOf(services).solve(id, body, ip),
  }),
  {
    maxBytes: solutionMaxBytes,
    // One attempt per puzzle, also one that makes no sense.
    onUnreadable: ({ id, ip, services }) => sliderOf(services).spend(id, ip),
  },
);

function sliderOf({ slider }: Services) {
  if (!slider) throw new Problem("not-found");
  return slider;
}
