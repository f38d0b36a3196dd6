// The session's cookie. Lax: whoever follows a link to us is still signed in.
import { sessionLifetimeSeconds } from "../accounts";
import { cookie } from "./cookie";

export const sessionCookie = cookie("session", "Lax", sessionLifetimeSeconds);
