import { describe, expect, it } from "vitest";
import { isTwilioSigned, twilioSignature } from "./twilio-signature";

// github.com/twilio/twilio-node spec/validation.spec.js
const token = "12345";
const parameters: [string, string][] = [
  ["To", "+18005551212"],
  ["Digits", "1234"],
  ["CallSid", "CA1234567890ABCDE"],
  ["From", "+14158675309"],
  ["Caller", "+14158675309"],
];
const url = "https://mycompany.com/myapp.php?foo=1&bar=2";

describe("Twilio's signature", () => {
  it.each([
    [url, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
    ["https://mycompany.com:443/myapp.php?foo=1&bar=2", "kvajT1Ptam85bY51eRf/AJRuM3w="],
    ["http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="],
  ])("of %s is the published one", (signed, signature) => {
    expect(twilioSignature(token, signed, parameters)).toBe(signature);
  });

  it("counts repeated values once, in order", () => {
    const binding = "MessagingBinding.Address";
    const repeated: [string, string][] = [
      [binding, "+1415xxxxxxx"],
      [binding, "+1325xxxxxxx"],
      [binding, "+1415xxxxxxx"],
    ];
    expect(twilioSignature(token, url, repeated)).toBe("83O6e2vORAoJHUNzJjDWN1jz+BA=");
  });

  it("of a JSON body is over the URL, which holds the body's digest", () => {
    const digest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    expect(twilioSignature(token, `${url}&bodySHA256=${digest}`, [])).toBe("a9nBmqA0ju/hNViExpshrM61xv4=");
  });

  it("is taken with and without the default port, and no other", () => {
    expect(isTwilioSigned("RSOYDt4T1cUTdK1PDd93/VVr8B8=", token, url, parameters)).toBe(true);
    expect(isTwilioSigned("kvajT1Ptam85bY51eRf/AJRuM3w=", token, url, parameters)).toBe(true);
    for (const forged of ["", "RSOYDt4T1cUTdK1PDd93/VVr8B9=", "x".repeat(28)]) {
      expect(isTwilioSigned(forged, token, url, parameters)).toBe(false);
    }
    expect(isTwilioSigned("RSOYDt4T1cUTdK1PDd93/VVr8B8=", "12346", url, parameters)).toBe(false);
    expect(isTwilioSigned("RSOYDt4T1cUTdK1PDd93/VVr8B8=", token, url, parameters.slice(1))).toBe(false);
  });
});
