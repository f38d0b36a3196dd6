// What a name and a password must look like before they are sent.
import { zodResolver } from "@hookform/resolvers/zod";
import { z } from "zod";
import { passwordLength, personName } from "@/lib/contract";
import type { MessageKey } from "@/messages/translator";

const wrongName: MessageKey = "details.nameInvalid";
const short: MessageKey = "details.passwordShort";
const long: MessageKey = "password.long";

/** Empty means: not given. */
const given = (text: string) => text || undefined;

export const resolver = zodResolver(
  z.object({
    name: z
      .string()
      .refine((name) => personName.safeParse(name).success, wrongName)
      .transform((name) => given(name.trim())),
    password: z
      .string()
      .refine((password) => password === "" || password.length >= passwordLength.min, short)
      .refine((password) => password.length <= passwordLength.max, long)
      .transform(given),
  }),
);
