import "server-only";
// The register of providers: a new vendor is one file and one line here.
import { aliyun } from "./aliyun";
import { aliyunPersonal } from "./aliyun-personal";
import type { ProviderModule } from "./define";
import { gateway } from "./gateway";
import { juhe } from "./juhe";
import { qiniu } from "./qiniu";
import { smtp } from "./smtp";
import { tencent } from "./tencent";
import { twilio } from "./twilio";

/** The outbox is the one provider without a vendor; services.ts makes it. */
export const vendors = [
  ...[aliyun, aliyunPersonal, gateway, juhe, qiniu, smtp, tencent, twilio],
] as readonly unknown[] as readonly ProviderModule[];
