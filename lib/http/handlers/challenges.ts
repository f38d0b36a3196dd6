// POST /api/challenges, GET /api/challenges/{id}, POST …/sends and …/attempts
import { supportedLocale } from "@/messages/negotiation";
import { attemptRequest, challengeRequest, sendRequest } from "../../contract";
import { browserCookie } from "../browser-cookie";
import { command, query } from "../route";

export const createChallenge = command(
  challengeRequest,
  async (call) => {
    const { body, request, ip, browser, services, later } = call;
    const locale = supportedLocale(body.locale ?? request.headers.get("accept-language"));
    const { challenge, deliver } = await services.verification.start({
      ...body,
      locale,
      ip,
      browser: browser?.id,
    });
    later(deliver);
    return { status: 202, body: challenge };
  },
  { precedence: "newcomer" },
);

export const readChallenge = query(async ({ id, ip, services }) => ({
  status: 200,
  body: await services.verification.read(id, ip),
}));

export const sendAgain = command(sendRequest, async ({ id, ip, services, later }) => {
  const { challenge, deliver } = await services.verification.sendAgain(id, ip);
  later(deliver);
  return { status: 202, body: challenge };
});

export const attemptCode = command(attemptRequest, async ({ body, id, ip, browser, services, later }) => {
  const { earned, note } = await services.verification.attempt(id, body.code, ip);
  later(note);
  const trusted = browserCookie.set(services.env, services.browsers.trust(browser, ip));
  return { status: 201, body: earned, cookies: [trusted] };
});
