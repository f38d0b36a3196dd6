// The English texts, for tests of components.
import { pageMessages, pageTranslator } from "@/messages";

const namespaces = ["signUp", "captcha", "problems", "wait", "welcome"] as const;

export const messages = pageMessages("en", namespaces);
export const t = pageTranslator("en", namespaces);
