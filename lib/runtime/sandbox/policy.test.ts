import { describe, expect, test } from "vitest";
import { connectableOrigin, sandboxPolicy } from "./policy";

const connectOf = (policy: string) => /connect-src ([^;]*)/.exec(policy)?.[1];

describe("the policy of a sandbox document", () => {
  test("[RT30] lets code connect to what is listed, and to nothing else", () => {
    expect(connectOf(sandboxPolicy([]))).toBe("blob:");
    expect(connectOf(sandboxPolicy(["https://a.example", "wss://b.example:8443"]))).toBe(
      "blob: https://a.example wss://b.example:8443",
    );
    expect(connectOf(sandboxPolicy("any"))).toBe("blob: https: http: wss: ws:");
  });

  test.each([
    "https://*",
    "https://*.example.com",
    "https://a;script-src",
    "https://a,b",
    "https://a/",
    "https://a?b",
    "https://user@a",
    "https://A.example",
    "https://a'b",
    "http:",
    "*",
    "data:x",
    "ftp://a",
    "https://a https://b",
    "'unsafe-inline'",
    "",
  ])("[RT31] %j is no origin: the policy is refused", (text) => {
    expect(() => sandboxPolicy([text])).toThrow(/is not an origin/);
  });

  test("[RT32] the origin of an address is that which a policy can name", () => {
    expect(connectableOrigin("https://API.example.com:443/a?b#c")).toBe("https://api.example.com");
    expect(connectableOrigin("http://127.0.0.1:8080/")).toBe("http://127.0.0.1:8080");
    // Look-alikes are shown, and allowed, in the letters of the network's own names.
    expect(connectableOrigin("https://аpple.com/")).toBe("https://xn--pple-43d.com");
    for (const address of ["https://*.example.com/", "https://a;b/", "https://[::1]/", "blob:null/1", "/x"])
      expect(connectableOrigin(address)).toBeUndefined();
  });
});
