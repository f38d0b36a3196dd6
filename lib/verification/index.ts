// Verification: prove that someone controls an address. Start a challenge, send its code (again),
// check attempts, hand out a proof. Pure: what it touches comes in through ports.
import { type Address, maskAddress, parseAddress } from "../address";
import type { AttemptResponse, ChallengeResponse, ChallengeStatus, Channel, Purpose } from "../contract";
import type {
  Captcha,
  Challenges,
  Clock,
  Compose,
  Demand,
  Dispatch,
  Keyring,
  Limits,
  Reservation,
  RowState,
  StoredCode,
  Subject,
} from "../ports";
import { Problem } from "../problem";
import { drawCode } from "./code";
import { codePolicy, deliveryPatienceSeconds, proofLifetimeSeconds } from "./policy";

export interface Parts {
  captcha: Captcha;
  challenges: Challenges;
  limits: Limits;
  keyring: Keyring;
  dispatch: Dispatch;
  compose: Compose;
  clock: Clock;
}

/** What a send answers at once, and the delivery that is to follow the response. */
export interface Sent {
  challenge: ChallengeResponse;
  deliver: () => Promise<void>;
}

export function verification(parts: Parts) {
  const { captcha, challenges, limits, keyring, dispatch, compose, clock } = parts;

  const digestOf = (id: string, { purpose, channel, address }: Subject, code: string) =>
    keyring.digest("code", id, purpose, channel, address, code);

  const windowsOf = (address: string): Demand => ({
    subject: "address",
    id: address,
    rows: ["address-cooldown", "address-hour", "address-day"],
    guards: ["address-failures-day"],
  });

  const reserve = (address: Address, ip: string) =>
    limits.take(
      windowsOf(address.value),
      ...(address.prefix ? [{ subject: "prefix", id: address.prefix, rows: ["prefix-hour"] } as const] : []),
      ...(address.country
        ? [{ subject: "country", id: address.country, rows: ["country-hour"] } as const]
        : []),
      { subject: "ip", id: ip, rows: ["ip-sends-day"] },
      { subject: "all", id: "sends", rows: ["sends-day"] },
    );

  const admit = (ip: string) => limits.take({ subject: "ip", id: ip, rows: ["ip-requests-minute"] });

  /** A fresh code for a challenge: the digits for the message, the digest for the store. */
  function issueCode(id: string, subject: Subject) {
    const code = drawCode();
    const { purpose, channel, address } = subject;
    const stored = {
      digest: digestOf(id, subject, code),
      expiresAt: clock.now() + codePolicy.lifetimeSeconds * 1000,
    };
    const deliver = async (country: string | undefined, taken: Reservation) => {
      const { locale } = subject;
      const minutes = codePolicy.lifetimeSeconds / 60;
      const accepted = await dispatch.deliver({
        ...{ id, channel, to: address, code, minutes, purpose, locale },
        ...compose({ channel, purpose, code, minutes, locale }),
        ...(country && { country }),
      });
      if (accepted) return challenges.setDelivery(id, stored.digest, "sent");
      // Nothing was sent, so nothing was spent: the person may try again at once.
      await Promise.all([challenges.setDelivery(id, stored.digest, "failed"), taken.refund()]);
    };
    return { stored, deliver };
  }

  function respond(
    id: string,
    subject: Subject,
    expiresAt: number,
    rows: RowState[],
  ): Omit<ChallengeResponse, "delivery"> {
    return {
      challengeId: id,
      channel: subject.channel,
      sentTo: maskAddress(subject.channel, subject.address),
      codeLength: codePolicy.length,
      expiresIn: Math.max(0, Math.ceil((expiresAt - clock.now()) / 1000)),
      resendIn: rows.find((row) => row.row === "address-cooldown" && row.remaining < 1)?.resetIn ?? 0,
      sendsLeft: Math.min(
        ...rows
          .filter((row) => row.row === "address-hour" || row.row === "address-day")
          .map((row) => row.remaining),
      ),
    };
  }

  const sent = (
    id: string,
    subject: Subject,
    country: string | undefined,
    code: Issued,
    taken: Reservation,
  ): Sent => ({
    challenge: { ...respond(id, subject, code.stored.expiresAt, taken.rows), delivery: "queued" },
    deliver: () => code.deliver(country, taken),
  });

  return {
    /**
     * Order: redeem the captcha token beside the limit per client; reserve every row and store the
     * digest; answer. Two store round trips. Accounts are not looked up: known and unknown addresses
     * behave alike.
     * @throws Problem
     */
    async start(request: {
      channel: Channel;
      address: string;
      purpose: Purpose;
      locale: string;
      captchaToken?: string | undefined;
      ip: string;
    }): Promise<Sent> {
      const address = parseAddress(request.channel, request.address);
      if (!dispatch.serves(address)) throw new Problem("address-unsupported");
      const { channel, purpose, locale, ip } = request;

      const [admitted, pass] = await Promise.allSettled([
        admit(ip),
        captcha.redeem(request.captchaToken, purpose),
      ]);
      if (admitted.status === "rejected") {
        // The captcha was solved for nothing: the client may use it once the limit lets it.
        if (pass.status === "fulfilled") await pass.value.restore();
        throw admitted.reason;
      }
      if (pass.status === "rejected") throw pass.reason;

      const subject: Subject = { channel, address: address.value, purpose, locale };
      const failuresKey = limits.failuresKey(address.value);
      const id = keyring.mint(slotOf(failuresKey));
      const code = issueCode(id, subject);
      // One round trip for both. Nobody knows the id until we answer, so a refusal just drops it.
      const taken = await both(
        reserve(address, ip),
        challenges.put(id, { subject, failuresKey, code: code.stored }),
        () => challenges.drop(id),
      );
      return sent(id, subject, address.country, code, taken);
    },

    /** Sends a new code within the challenge. @throws Problem */
    async sendAgain(id: string, ip: string): Promise<Sent> {
      const [, found] = await Promise.all([admit(ip), challenges.read(id)]);
      if (!found) throw new Problem("challenge-gone");
      const { subject } = found;
      const address = parseAddress(subject.channel, subject.address);
      const code = issueCode(id, subject);
      const taken = await both(
        reserve(address, ip),
        challenges.addCode(id, code.stored).then((outcome) => {
          if (outcome === "gone") throw new Problem("challenge-gone");
          if (outcome === "busy") throw new Problem("cooldown-active", onItsWay);
        }),
        () => challenges.dropCode(id, code.stored.digest),
      );
      return sent(id, subject, address.country, code, taken);
    },

    /** @throws Problem */
    async read(id: string, ip: string): Promise<ChallengeStatus> {
      const [, found] = await Promise.all([admit(ip), challenges.read(id)]);
      if (!found) throw new Problem("challenge-gone");
      const rows = await limits.read(windowsOf(found.subject.address));
      return {
        ...respond(id, found.subject, found.expiresAt, rows),
        delivery: found.delivery,
        attemptsLeft: codePolicy.attempts - found.attempts,
      };
    },

    /** Checks a code: the right one consumes the challenge and earns a proof. @throws Problem */
    async attempt(id: string, code: string, ip: string): Promise<AttemptResponse> {
      const [, found] = await Promise.all([admit(ip), challenges.read(id)]);
      if (!found) throw new Problem("challenge-gone");
      const proof = keyring.mint(slotOf(found.failuresKey));
      const outcome = await challenges.attempt(id, {
        digest: digestOf(id, found.subject, code),
        failuresKey: found.failuresKey,
        proof: { id: proof, value: found.subject, expiresAt: clock.now() + proofLifetimeSeconds * 1000 },
      });
      if (outcome.kind === "gone") throw new Problem("challenge-gone");
      if (outcome.kind === "wrong")
        throw new Problem("code-incorrect", { attemptsLeft: outcome.attemptsLeft });
      return { proof, expiresIn: proofLifetimeSeconds };
    },
  };
}

export type Verification = ReturnType<typeof verification>;

/** The code before this one has not been handed to a vendor yet. */
const onItsWay = { limit: "address-cooldown", retryAfter: deliveryPatienceSeconds };

type Issued = {
  stored: StoredCode;
  deliver: (country: string | undefined, taken: Reservation) => Promise<void>;
};

/** Reserves and stores side by side; if one is refused, the other is undone. */
async function both(reserving: Promise<Reservation>, storing: Promise<void>, undo: () => Promise<void>) {
  const [taken, stored] = await Promise.allSettled([reserving, storing]);
  if (taken.status === "rejected") {
    if (stored.status === "fulfilled") await undo();
    throw taken.reason;
  }
  if (stored.status === "rejected") {
    await taken.value.refund();
    throw stored.reason;
  }
  return taken.value;
}

/** The hash tag of a key: challenge, proof and failures of one address share it, and so one node. */
function slotOf(key: string): string {
  return /\{(.*?)\}/.exec(key)?.[1] ?? "";
}
