// What a phone number must look like before it is sent, and its E.164 spelling. Imported late: zod and metadata.
import { zodResolver } from "@hookform/resolvers/zod";
import { z } from "zod";
import type { MessageKey } from "@/messages/translator";
import { toE164 } from "../phone-numbers";
import type { Target } from "./journey";

const missing: MessageKey = "address.phoneMissing";
const wrong: MessageKey = "address.phoneInvalid";

export const resolver = zodResolver(
  z
    .object({
      channel: z.literal("sms"),
      draft: z.object({
        email: z.unknown(),
        phone: z.object({ country: z.string(), national: z.string() }),
      }),
    })
    .transform(({ channel, draft }, context): Target => {
      const number = toE164(draft.phone);
      if (number) return { channel, address: number };
      const message = draft.phone.national.trim() === "" ? missing : wrong;
      context.addIssue({ code: "custom", path: ["draft"], message });
      return z.NEVER;
    }),
);
