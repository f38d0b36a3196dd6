// Somebody comes back: by a proof of their address, or by its password. Pure.
import { type Address, channelOf, parseAddress } from "../address";
import type { AccountRecord, Pass, StillSo } from "../ports";
import { Problem } from "../problem";
import { aboutAddress } from "../verification/about";
import { byKnownBrowser, byStranger, guess } from "./guesses";
import type { KnownBrowsers } from "./known-browsers";
import { type Caller, type Parts, publicly, type SignedIn } from "./parts";
import { entering, type Proofs } from "./proofs";
import type { Sessions } from "./sessions";

interface Own extends Parts {
  proving: Proofs;
  sessions: Sessions;
  known: KnownBrowsers;
}

interface Credentials {
  address: string;
  password: string;
  captchaToken?: string | undefined;
}

export function signingIn(parts: Own) {
  const { store, captcha, passwords, proving, sessions, known } = parts;

  /** In place of the session that the client has so far. */
  async function begin(account: AccountRecord, still: StillSo, caller: Caller): Promise<SignedIn> {
    const { token, session } = sessions.draft(account.id, caller.device);
    const replaced = sessions.digestOf(caller.sessionToken);
    if (!(await store.beginSession(session, still, replaced))) throw new Problem("unauthenticated");
    return {
      account: publicly(account),
      sessionToken: token,
      knownTo: known.with(caller.knownTo, account),
    };
  }

  /** The captcha token, redeemed within the limit per client. */
  const admit = (
    { captchaToken }: Credentials,
    address: Address,
    { ip, browser }: Caller & { browser?: string | undefined },
  ): Promise<Pass> => {
    const bearer = { purpose: "sign-in", address, ip, browser } as const;
    return captcha.redeem(captchaToken, bearer, { subject: "ip", id: ip, rows: ["ip-requests-minute"] });
  };

  async function check(address: Address, password: string, caller: Caller): Promise<SignedIn> {
    const account = await store.findByAddress(address.channel, address.value);
    // Asked of nobody's account, too: as much work, whether there is one.
    const browser = known.idFor(caller.knownTo, account ?? nobody);
    const demands = account && browser ? byKnownBrowser(browser, account.id) : byStranger(address, caller.ip);
    const passwordHash = account?.passwordHash ?? null;
    const right = await guess(parts, demands, () => passwords.verify(password, passwordHash));
    if (!account || !right) throw new Problem("unauthenticated");
    return begin(account, { ...at(address), passwordHash }, caller);
  }

  return {
    /**
     * A proof of purpose sign-in, or of sign-up, where it turns out that somebody is not new.
     * @throws Problem `proof-gone`, or `unauthenticated` where no account has the address: that costs no proof
     */
    async byProof(proof: string, caller: Caller): Promise<SignedIn> {
      const { channel, address } = await proving.read(proof, entering, caller.ip);
      const account = await store.findByAddress(channel, address);
      if (!account) throw new Problem("unauthenticated");
      return proving.spend(proof, () => begin(account, at({ channel, value: address }), caller));
    },

    /**
     * 1 redeem the captcha token, 2 count the guess, 3 compare. An address without an account, or an account without a
     * password, costs as much time and says as much as a wrong password.
     * @throws Problem `unauthenticated`, `captcha-failed`, `rate-limited`; a wrong password costs the captcha token
     */
    async byPassword(
      credentials: Credentials,
      caller: Caller & { browser?: string | undefined },
    ): Promise<SignedIn> {
      const address = parseAddress(channelOf(credentials.address), credentials.address);
      return aboutAddress(parts.keyring, address, async () => {
        const pass = await admit(credentials, address, caller);
        return check(address, credentials.password, caller).catch(async (error: unknown) => {
          const isWrong = error instanceof Problem && error.code === "unauthenticated";
          if (!isWrong) await pass.restore().catch(() => {});
          throw error;
        });
      });
    },
  };
}

const nobody = { id: "nobody", passwordHash: null };

const at = ({ channel, value }: Pick<Address, "channel" | "value">): StillSo =>
  channel === "email" ? { email: value } : { phone: value };
