// The cookie by which a browser is known again: captcha tokens are bound to it. It says nothing about a person, and goes
// when the browser is closed.
import { cookie } from "./cookie";

export const browserCookie = cookie("browser", "Strict");
