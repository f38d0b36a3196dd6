// Whether a puzzle was refused because of the address that the code is to go to: that is mended at its field.
import type { Refusal } from "../problem-sentence";

export function refusesAddress({ code, errors = [] }: Refusal): boolean {
  if (code === "address-unsupported") return true;
  return code === "invalid-request" && errors.some(({ pointer }) => pointer === "/address");
}
