import { describe, expect, test } from "vitest";
import { keysIn } from "./keys-in";

/** Letters and digits as a key has them; no test of ours has a key that anybody could take for one of theirs. */
const mixed = (length: number) => "aB3dE5fG7hJ9kL2mN4pQ6rS8tV1wX0yZ".repeat(20).slice(0, length);
const capitals = (length: number) => "K7Q2MXT4WZ3LPV6N".repeat(2).slice(0, length);
const hex = (length: number) => "3f9a1c7e5b2d8460".repeat(8).slice(0, length);
const jwt = ["eyJ" + mixed(30), "eyJ" + mixed(60), mixed(43)].join(".");

const keys: readonly (readonly [what: string, text: string])[] = [
  ["an AWS access key", `const id = "${"AK" + "IA"}${capitals(16)}";`],
  ["an AWS access key", `CREATE SECRET (TYPE s3, KEY_ID '${"AS" + "IA"}${capitals(16)}')`],
  ["a GitHub token", `fetch(url, { headers: { Authorization: "token ${"gh" + "p_"}${mixed(36)}" } })`],
  ["a GitHub token", `GITHUB_TOKEN=${"github" + "_pat_"}${mixed(22)}_${mixed(59)}`],
  ["a GitLab token", `"${"gl" + "pat-"}${mixed(20)}"`],
  ["a Stripe key", `const stripe = "${"sk" + "_live_"}${mixed(24)}";`],
  ["a Stripe key", `${"rk" + "_test_"}${mixed(24)}`],
  ["a Stripe key", `${"wh" + "sec_"}${mixed(32)}`],
  ["a Slack token", `${"xo" + "xb-"}2345678901-2345678901-${mixed(24)}`],
  ["a Slack webhook", `https://hooks.slack.com/services/T${capitals(8)}/B${capitals(8)}/${mixed(24)}`],
  ["a Discord webhook", `https://discord.com/api/webhooks/123456789012345678/${mixed(68)}`],
  ["a Google API key", `&key=${"AI" + "za"}${mixed(35)}`],
  ["a Google client secret", `${"GOC" + "SPX-"}${mixed(28)}`],
  ["a Google access token", `${"ya" + "29."}${mixed(60)}`],
  ["an Anthropic key", `${"sk-" + "ant-"}api03-${mixed(80)}`],
  ["an OpenAI key", `new Client("${"sk-" + "proj-"}${mixed(48)}")`],
  ["an OpenAI key", `sk-${mixed(48)}`],
  ["a JSON Web Token", `motherduck_token='${jwt}'`],
  ["a JSON Web Token", jwt],
  ["a private key", "const pem = `-----BEGIN RSA PRIVATE " + "KEY-----\nMIIE\n`;"],
  ["a private key", "-----BEGIN PRIVATE " + "KEY-----"],
  ["an npm token", `//registry.npmjs.org/:_authToken=${"np" + "m_"}${mixed(36)}`],
  ["a Hugging Face token", `"${"h" + "f_"}aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH"`],
  ["a SendGrid key", `${"S" + "G."}${mixed(22)}.${mixed(43)}`],
  ["a Telegram token", `https://api.telegram.org/bot, 1234567890:AA${mixed(33)}`],
  ["a Databricks token", `${"da" + "pi"}${hex(32)}`],
  ["an Azure storage key", `AccountName=a;AccountKey=${mixed(86)}==;EndpointSuffix=core`],
  ["an address with a password", `ATTACH 'postgres://shop:hunter2@db.example.com/shop' AS pg`],
  ["an address with a password", `await fetch("https://me:s3cr3t@api.example.com/rows")`],
  ["an Authorization header", `{ Authorization: "Bearer ${mixed(40)}" }`],
  ["an Authorization header", `-H "Authorization: Basic ${btoa("shop:hunter2")}"`],
  ["a password", `const password = "hunter2";`],
  ["a password", `{ "user": "shop", "password": "tr0ub4dor&3" }`],
  ["a password", `const DB_PASSWORD: string = 'hunter2';`],
  ["a password", `passphrase: "correct horse battery staple"`],
  ["a password", `host=db.example.com user=shop password=tr0ub4dor#3`],
  ["a key", `aws_secret_access_key = "${mixed(40)}"`],
  ["a key", `const apiKey = '${hex(32)}';`],
  ["a key", `CREATE SECRET (TYPE s3, SECRET '${mixed(40)}')`],
  ["a key", `headers: { "X-Api-Key": "${mixed(24)}" }`],
  ["a key", `client_secret=${mixed(32)}`],
  ["a key", `const key = "${mixed(32)}";`],
];

const noKeys: readonly string[] = [
  "",
  "const hello = flow(async () => await shout('Marvin'));",
  `const token = (await Secret.load("api-token")).get();`,
  `const password = await Secret.load("shop-password");`,
  `const hash = "${hex(64)}";`,
  `"cacheKey": "${hex(64)}"`,
  `sha256 ${hex(64)}`,
  `integrity="sha512-${mixed(86)}=="`,
  `const key = "${hex(40)}"; // the commit`,
  `const id = "0190b6c2-5b1c-7cc0-a1d2-5f3a9c7e1b2d";`,
  `token = "0190b6c2-5b1c-7cc0-a1d2-5f3a9c7e1b2d"`,
  `data:image/png;base64,iVBORw0KGgo${mixed(400)}`,
  `![logo](data:image/svg+xml;base64,${mixed(300)}==)`,
  `const flightsDelayedByMonthAndAirportOfOrigin2024 = 1;`,
  `const key = "flights_delayed_by_month_and_airport_2024";`,
  `cacheKeyFn: (context) => "by-airport-and-month-of-departure-v12"`,
  `row.key = "getUserTokenFromCookieStore2024"`,
  `SELECT token, count(*) FROM words GROUP BY token`,
  `SELECT * FROM users WHERE password_hash = '${hex(32)}'`,
  `const passwordField = "user_password";`,
  `<input type="password" name="password">`,
  `errors.password = "Password is required.";`,
  `password: "enter at least eight letters"`,
  `const password = "your-password-here";`,
  `const password = "<password>";`,
  "const password = `${prefix}${rest}`;",
  `password=\${DB_PASSWORD}`,
  `DB_PASSWORD=$1`,
  `const password = options.password;`,
  `const token: string = tokens[index];`,
  `"password": ""`,
  `"password": "****"`,
  `postgres://user:\${password}@db.example.com/shop`,
  `postgres://user:<password>@db.example.com/shop`,
  `https://example.com:8080/a@b`,
  `Authorization: Bearer \${token}`,
  `Authorization: Bearer YOUR_TOKEN_HERE`,
  `{ Authorization: "Bearer " + token }`,
  `class="sk-circle-fade-dot sk-folding-cube-and-more-names"`,
  `the task-runner and risk-adjusted-return-of-portfolio-1234567890`,
  `primary_key = "order_id"`,
  `"key": "2026-01-01T00:00:00.000Z"`,
  `taskKey: "fetchGreeting-${hex(32)}"`,
  `keyboard = "qwertyuiop1234567890"`,
  `eyJhbGciOiJub25lIn0 is a head alone`,
  `pk_live_${mixed(24)} may be seen by all`,
];

describe("keys in a text", () => {
  test.each(keys)("[WS142] %s is found: row %#", (what, text) => {
    expect(keysIn(`first line\n${text}`)).toEqual([{ what, line: 2 }]);
  });

  test.each(noKeys)("[WS142] what is none is none: %s", (text) => {
    expect(keysIn(text)).toEqual([]);
  });

  test("[WS142] are told in their order, each once, with the line", () => {
    const text = `password = "hunter2"\n\n${"gh" + "p_"}${mixed(36)} and ${jwt}\npassword = "hunter2"`;
    expect(keysIn(text)).toEqual([
      { what: "a password", line: 1 },
      { what: "a GitHub token", line: 3 },
      { what: "a JSON Web Token", line: 3 },
      { what: "a password", line: 4 },
    ]);
  });

  test("[WS142] no text takes long, whatever is repeated in it", () => {
    const repeated = [
      ...[
        "key=",
        "key:",
        'key"',
        "password = ",
        "token'",
        "secret_",
        "eyJ",
        "eyJaaaaaaaaaa.",
        "a://",
        "a:b@",
      ],
      ...[
        "sk-",
        "ya29.",
        "Bearer ",
        "Basic aaaaaaaaaaaa",
        "-----BEGIN ",
        "AccountKey=",
        "x",
        " ",
        "\n",
        "key = `",
      ],
      ...["postgres://a:", "SG.aaaaaaaaaaaaaaaaaaaaaa.", "password:string", "glpat-", "1234567890:AA"],
    ];
    const slow = repeated.filter((part) => {
      const text = part.repeat(500_000 / part.length);
      const from = process.cpuUsage();
      expect(keysIn(text).length).toBeLessThanOrEqual(50);
      return process.cpuUsage(from).user > 1_000_000;
    });
    expect(slow).toEqual([]);
  });
});
