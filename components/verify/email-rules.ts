// What an e-mail address must look like before it is sent. Brings zod along, so it is imported late.
import { zodResolver } from "@hookform/resolvers/zod";
import { z } from "zod";
import { emailAddress } from "@/lib/contract";
import type { MessageKey } from "@/messages/translator";
import { tidyEmail } from "../email-spelling";
import type { Target } from "./journey";

const missing: MessageKey = "address.emailMissing";
const wrong: MessageKey = "address.emailInvalid";

export const resolver = zodResolver(
  z
    .object({
      channel: z.literal("email"),
      draft: z.object({ email: z.string(), phone: z.unknown() }),
    })
    .transform(({ channel, draft }, context): Target => {
      const parsed = emailAddress.safeParse(tidyEmail(draft.email));
      if (parsed.success) return { channel, address: parsed.data };
      const message = draft.email.trim() === "" ? missing : wrong;
      context.addIssue({ code: "custom", path: ["draft"], message });
      return z.NEVER;
    }),
);
