// The pages as people use them, in a real browser, on the links of a demo: each role's pages at
// 320 pixels and on a desktop, in light and dark; what each answers to each role; then stories; then what
// Lighthouse says of five of them.
// Usage: node pages.mjs LINKS --letters COMMAND [--pictures FOLDER] [--readme FOLDER] [--only PREFIX] [--speed]
//   LINKS     what the demo printed
//   COMMAND   of a shell, which writes out the letters that wait, the newest first
//   FOLDER    where a picture of each page goes, or of what a story found wrong
//             and the same of --readme, for the three of the README
//   PREFIX    of `ROLE PAGE`: those pages alone, and no story
//   --speed   how fast pages are is judged too: nothing else runs on the machine
import { execSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { Wrong, checkLooks, checkText, watch } from "./checks.mjs";
import { askLighthouse } from "./lighthouse.mjs";
import { PAGES, PEOPLE, ROLES } from "./roles.mjs";
import { STORIES } from "./stories.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    letters: { type: "string" },
    pictures: { type: "string" },
    readme: { type: "string" },
    only: { type: "string", default: "" },
    speed: { type: "boolean", default: false },
  },
});
const { letters, pictures, readme, only, speed } = values;
const printed = [...readFileSync(positionals[0], "utf8").matchAll(/^ {2}(\S.*)\n {4}(http:\S+)$/gm)];
const origin = new URL(printed[0][2]).origin;
const wrong = new Wrong();
const roles = Object.keys(ROLES);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

// Sessions by role: each link opens once.
const states = {};
for (const [role, words] of Object.entries(PEOPLE)) {
  const link = printed.find(([, line]) => words.test(line));
  if (!link) {
    wrong.note(role, "the demo has no link for them");
    continue;
  }
  const context = await browser.newContext({ locale: "fr-FR" });
  const answer = await (await context.newPage()).goto(link[2]);
  if (!answer.ok()) wrong.note(link[1], `status ${answer.status()}`);
  states[role] = await context.storageState();
  await context.close();
}

// The link of the letter that waits for an address.
async function letterTo(mail) {
  for (let tries = 0; tries < 40; tries++) {
    const shown = execSync(letters, { encoding: "utf8", maxBuffer: 1 << 26 });
    const letter = shown.split(/^(?=À : )/m).find((one) => one.includes(mail));
    const link = letter?.match(/https?:\/\/\S+#\S+/);
    if (link) return link[0];
    await new Promise((wait) => setTimeout(wait, 250));
  }
  throw new Error(`no letter to ${mail}`);
}

const PASSWORD = "un mot de passe assez long";

// Somebody who was invited, or signed up, opens an account with the link of the letter, and is asked to
// sign in.
async function accept(page, mail) {
  const link = await letterTo(mail);
  await page.goto(origin + new URL(link).pathname);
  await page.fill("[name=link_token]", link);
  await page.fill("[name=password]", PASSWORD);
  await page.click("main form button[type=submit]");
  await page.waitForURL(/\/sign-in/);
}

// No campaign has an association: the national committee names one.
async function nameAnAssociation() {
  const mail = `association-${Date.now()}@example.org`;
  const options = { locale: "fr-FR", reducedMotion: "reduce" };
  const committee = await browser.newContext({ ...options, storageState: states.committee });
  const page = await committee.newPage();
  await page.goto(`${origin}/state/partners`);
  await page.fill("[name=association]", "Un stage pour tous");
  await page.fill("[name='identity.full_name']", "Camille Roux");
  await page.fill("[name='identity.mail']", mail);
  await page.click("form:has([name=association]) button");
  await page.locator("main [role=status]").waitFor();
  await committee.close();
  const context = await browser.newContext(options);
  const own = await context.newPage();
  await accept(own, mail);
  await own.fill("[name=mail]", mail);
  await own.fill("[name=password]", PASSWORD);
  await own.click("main form button[type=submit]");
  await own.waitForURL(/\/association/);
  states.association = await context.storageState();
  await context.close();
}
await nameAnAssociation().catch((error) => wrong.note("association", error.message));

// A letter in preparation with a word of the teacher's, in two versions: few pupils of a campaign have one.
async function prepareALetter() {
  const options = { locale: "fr-FR", reducedMotion: "reduce" };
  const open = async (role) => (await browser.newContext({ ...options, storageState: states[role] })).newPage();
  const [pupil, teacher] = [await open("pupil"), await open("teacher")];
  for (const page of [pupil, teacher]) page.setDefaultTimeout(10_000);
  await pupil.goto(`${origin}/pupil/search?format=OFFER_FORMAT_INDIVIDUAL`);
  await pupil.locator("main a[href^='/pupil/offers/']").first().click();
  await pupil.fill("[name=letter]", "Madame, Monsieur, je voudrais voir votre métier de près.");
  await pupil.click("text=Garder comme brouillon");
  await pupil.locator("main [role=status]").waitFor();
  const id = new URL(pupil.url()).pathname.split("/").pop();
  await teacher.goto(`${origin}/teacher`);
  await teacher.locator("main a[href^='/teacher/classes/']").first().click();
  await teacher.click("text=Lettres en préparation");
  await teacher.locator(`main a[href$='/drafts/${id}']`).click();
  await teacher.fill("[name=text]", "C'est un bon début : dites aussi pourquoi.");
  await teacher.click("text=Envoyer le commentaire");
  await teacher.locator("main [role=status]").waitFor();
  await pupil.fill("[name=letter]", "Madame, Monsieur, je voudrais voir votre métier, car j'aime aider.");
  await pupil.click("text=Enregistrer une nouvelle version");
  await pupil.locator("main [role=status]").waitFor();
  for (const page of [pupil, teacher]) await page.context().close();
}
await prepareALetter().catch((error) => wrong.note("a letter in preparation", error.message));

const notThere = [];

// Where a step leads from the page that is open.
async function address(page, step) {
  if (step.startsWith("/")) return step;
  const link = page.locator(`main ${step.replace(/^\?/, "")}`).first();
  return (await link.count()) === 0 ? null : link.getAttribute("href");
}

async function walk(role) {
  const context = await browser.newContext({
    locale: "fr-FR",
    // A colour on its way to another one would be judged by neither.
    reducedMotion: "reduce",
    storageState: states[role],
  });
  const page = await context.newPage();
  let where = role;
  watch(page, () => where, wrong);
  for (const [n, step] of ROLES[role].entries()) {
    where = `${role} ${step}`;
    const to = await address(page, step);
    if (to === null) {
      if (step.startsWith("?")) notThere.push(where);
      else wrong.note(where, "no such link");
      continue;
    }
    const answer = await page.goto(origin + to);
    if (!where.startsWith(only)) continue;
    await checkText(await answer.text(), where, wrong);
    const plain = step.replace(/[^a-z]+/g, "-").replace(/^-|-$/g, "") || "home";
    const file = `${role}-${String(n + 1).padStart(2, "0")}-${plain}.png`;
    await checkLooks(page, where, wrong, async (look) => {
      if (!pictures) return;
      mkdirSync(join(pictures, look), { recursive: true });
      await page.screenshot({ path: join(pictures, look, file), fullPage: true });
    });
  }
  await context.close();
}

const begun = Date.now();
const waiting = [...roles];
const next = async () => {
  for (let role = waiting.shift(); role; role = waiting.shift()) await walk(role);
};
await Promise.all([next(), next(), next()]);
console.log(`pages walked in ${Math.round((Date.now() - begun) / 1000)} s`);
for (const step of notThere.sort()) console.log(`not in this campaign: ${step}`);

// Which page answers what to whom: a golden table. BLESS=1 writes it anew.
async function compareStatuses() {
  const table = [["page", ...roles].join(" ")];
  const contexts = {};
  for (const role of roles) contexts[role] = await browser.newContext({ storageState: states[role] });
  for (const path of PAGES) {
    const row = [path];
    for (const role of roles) {
      const answer = await contexts[role].request.get(origin + path, { maxRedirects: 0 });
      row.push(answer.status());
      const policy = answer.headers()["content-security-policy"] ?? "";
      if (!policy.startsWith("default-src 'none';")) wrong.note(`${role} ${path}`, `policy: ${policy}`);
    }
    table.push(row.join(" "));
  }
  const golden = new URL("statuses.txt", import.meta.url);
  const shown = `${table.join("\n")}\n`;
  if (process.env.BLESS) writeFileSync(golden, shown);
  else if (readFileSync(golden, "utf8") !== shown) {
    const before = new Set(readFileSync(golden, "utf8").split("\n"));
    const other = table.filter((row) => !before.has(row));
    wrong.note("statuses.txt", `is not what is answered:\n${other.join("\n")}`);
  }
}

// The address that a story has open shows a page as sound as those of the walk; a picture of it, where some
// are taken. It is opened once more beside the story, which may have no script.
const soundIn = (story) => async (page, called) => {
  const where = `${story}: ${called}`;
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ locale: "fr-FR", reducedMotion: "reduce", storageState });
  const own = await context.newPage();
  watch(own, () => where, wrong);
  const answer = await own.goto(page.url());
  await checkText(await answer.text(), where, wrong);
  await checkLooks(own, where, wrong, async (look) => {
    if (!pictures) return;
    mkdirSync(join(pictures, look), { recursive: true });
    const file = `story-${called.replace(/\W+/g, "-")}.png`;
    await own.screenshot({ path: join(pictures, look, file), fullPage: true });
  });
  await context.close();
};

async function play({ name, role, options, tell }) {
  const open = async (other, more) => {
    const settings = { locale: "fr-FR", reducedMotion: "reduce", ...(states[other] && { storageState: states[other] }), ...more };
    const context = await browser.newContext(settings);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    watch(page, () => name, wrong);
    return page;
  };
  const pages = [await open(role, options)];
  const as = async (other) => {
    pages.push(await open(other, options));
    return pages.at(-1);
  };
  try {
    await tell(pages[0], { origin, as, accept, letterTo, sound: soundIn(name), PASSWORD });
    console.log(`ok    ${name}`);
  } catch (error) {
    wrong.note(name, error.message.split("\n").slice(0, 3).join(" "));
    const file = `wrong-${name.replace(/\W+/g, "-")}.png`;
    if (pictures) await pages.at(-1).screenshot({ path: join(pictures, file), fullPage: true });
  }
  for (const page of pages) await page.context().close();
}

// What the README shows.
async function takeForReadme() {
  for (const [role, path, name] of [
    ["pupil", "/pupil/search", "search"],
    ["host", "/host", "inbox"],
    ["committee", "/committee", "dashboard"],
  ]) {
    const context = await browser.newContext({
      locale: "fr-FR",
      colorScheme: "light",
      viewport: { width: 960, height: 720 },
      storageState: states[role],
    });
    const page = await context.newPage();
    await page.goto(origin + path);
    await page.screenshot({ path: join(readme, `${name}.png`) });
    await context.close();
  }
}

if (readme) await takeForReadme();
if (!only) {
  await compareStatuses();
  for (const story of STORIES) await play(story);
}
await browser.close();
// Alone on the machine: another browser beside it would make pages slow.
if (!only) await askLighthouse(origin, states, wrong, { speed });
console.log(wrong.all.length === 0 ? "every page holds" : `${wrong.all.length} things are wrong`);
process.exit(wrong.all.length === 0 ? 0 : 1);
