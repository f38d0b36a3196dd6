// The English texts, for tests of components.
import { pageMessages, pageTranslator } from "@/messages";

const namespaces = [
  ...["verify", "address", "code", "password", "details", "captcha", "problems", "wait", "connection"],
  ...["signUp", "signIn", "reset", "account"],
] as const;

export const messages = pageMessages("en", namespaces);
export const t = pageTranslator("en", namespaces);
