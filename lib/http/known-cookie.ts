// The cookie by which a browser shows that somebody has signed in to an account there before: strangers' guesses at the
// password do not count for it. It opens nothing. Kept as long as browsers keep anything.
import { cookie } from "./cookie";

export const knownCookie = cookie("known", "Strict", 400 * 86_400);
