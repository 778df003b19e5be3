/** Keys that are told by their form: what each is, and a pattern whose repetitions all end, so that no text takes it long. */
export const knownKeys: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g],
  ["an AWS access key", alone("(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}")],
  ["a GitHub token", alone("(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})")],
  ["a GitLab token", alone("gl(?:pat|ptt|dt|rt|soat|cbt)-[A-Za-z0-9_-]{20,255}")],
  ["a Stripe key", alone("(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}|whsec_[A-Za-z0-9]{24,255})")],
  ["a Slack token", alone("(?:xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-[0-9]-[A-Za-z0-9-]{10,255})")],
  [
    "a Slack webhook",
    /hooks\.slack\.com\/(?:services|workflows)\/[A-Z0-9]{8,16}\/[A-Z0-9]{8,16}\/\w{16,64}/g,
  ],
  ["a Discord webhook", /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}/g],
  ["a Google API key", alone("AIza[0-9A-Za-z_-]{35}")],
  ["a Google client secret", alone("GOCSPX-[A-Za-z0-9_-]{28}")],
  ["a Google access token", alone("ya29\\.[A-Za-z0-9_-]{20,500}")],
  ["an Anthropic key", alone("sk-ant-[A-Za-z0-9_-]{20,255}")],
  // A name in small letters, as a style's, has the same beginning.
  ["an OpenAI key", alone("sk-(?:proj-|svcacct-|admin-)?(?=[a-z_-]{0,40}[A-Z0-9])[A-Za-z0-9_-]{32,255}")],
  [
    "a JSON Web Token",
    alone("eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{10,1000}"),
  ],
  ["an npm token", alone("npm_[A-Za-z0-9]{36}")],
  ["a PyPI token", alone("pypi-AgE[A-Za-z0-9_-]{50,255}")],
  ["a Hugging Face token", alone("hf_[A-Za-z]{34}")],
  ["a SendGrid key", alone("SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}")],
  ["a Telegram token", alone("[0-9]{8,10}:AA[A-Za-z0-9_-]{33}")],
  ["a Databricks token", alone("dapi[0-9a-f]{32}")],
  ["a DigitalOcean token", alone("do[opr]_v1_[0-9a-f]{64}")],
  ["an Azure storage key", /AccountKey=[A-Za-z0-9+/]{60,100}={0,2}/g],
];

/** A pattern of what is no part of a longer word. */
function alone(pattern: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9_-])${pattern}(?![A-Za-z0-9_-])`, "g");
}
