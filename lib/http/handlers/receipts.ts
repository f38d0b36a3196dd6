// POST /api/receipts/{vendor}/{secret}: what vendors report about messages. The path is the credential where
// a vendor signs nothing; without it there is nothing here.
import { Problem } from "../../problem";
import { callback } from "../route";

/** Batches of a few hundred reports. */
const maxBytes = 262_144;

export const takeReceipts = callback(async ({ id, request, body, services }) => {
  const [vendor = "", secret = ""] = id.split("/");
  const post = services.receiptPosts.get(vendor);
  if (!post?.opensWith(secret)) throw new Problem("not-found");
  await post.take({ headers: request.headers, body });
  return { type: post.answer.type, text: post.answer.body };
}, maxBytes);
