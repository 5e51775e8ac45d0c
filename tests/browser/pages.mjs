// The pages as people use them, in a real browser, on the links of a demo: each role's pages at
// 320 pixels and on a desktop, in light and dark, without a violation that axe-core finds, a line on
// the console or a refusal of the content security policy; then stories, without a script and with
// the keyboard alone. Usage: node pages.mjs LINKS FOLDER [PAGE-PREFIX]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [linksFile, folder, only] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const links = [...readFileSync(linksFile, "utf8").matchAll(/http:\/\/\S+\/demo\/[0-9a-f]+/g)].map(
  ([link]) => link,
);
const origin = new URL(links[0]).origin;
const wrong = [];
const note = (where, what) => {
  wrong.push(`${where}: ${what}`);
  console.log(`WRONG ${where}: ${what}`);
};

// What a visitor of each role opens: a path, or where a link of the page before leads.
const ROLES = {
  nobody: ["/", "/sign-in", "/sign-up", "/sign-up/teacher?text=paris", "/sign-up/host_person",
    "/forgotten-password", "/invitation", "/accessibility", "/legal", "/data-protection", "/nothing-here"],
  pupil: ["/pupil", "/pupil/search", "a[href^='/pupil/offers/']", "/pupil/applications",
    "a[href^='/pupil/applications/']", "/pupil/cv", "a[href^='/pupil/cv/']", "/account",
    "/account/password", "/account/address", "/demo", "/host"],
  guardian: ["/guardian", "a[href^='/guardian/applications/']", "/guardian/readers"],
  teacher: ["/teacher", "a[href^='/teacher/classes/']", "a[href$='/enrol']", "/teacher",
    "a[href^='/teacher/classes/']", "a[href^='/teacher/pupils/']", "a[href*='/applications/']",
    "/teacher/college"],
  head: ["/head", "a[href^='/head/classes/']", "a[href^='/head/pupils/']", "/head/weeks",
    "/head/classes", "/head/staff"],
  host: ["/host", "a[href^='/host/applications/']", "/host?show=all", "/host/offers",
    "a[href^='/host/offers/']:not([href$='/new'])", "a[href$='/revise']", "/host/offers/new",
    "/host/organisation"],
};
const LOOKS = [
  { name: "phone-light", width: 320, height: 700, scheme: "light" },
  { name: "phone-dark", width: 320, height: 700, scheme: "dark" },
  { name: "desktop-light", width: 1280, height: 900, scheme: "light" },
  { name: "desktop-dark", width: 1280, height: 900, scheme: "dark" },
];

function watch(page, where) {
  page.on("console", (message) => {
    // A page that is not found, or a form that is refused, says so to the console by itself.
    if (message.type() === "error" && !/status of (403|404|409|422)/.test(message.text())) {
      note(where(), `console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => note(where(), `script: ${error.message}`));
}

async function check(page, where) {
  // Evaluated by the debugger, which no content security policy stops.
  const found = await page.evaluate(
    `${axe}; axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")))`,
  );
  for (const violation of found) note(where, violation);
  const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  if (wide > 0) note(where, `scrolls sideways by ${wide} pixels`);
  const html = await page.content();
  if (/\sstyle=|<style|\son[a-z]+=|<script(?! src="\/assets)/.test(html)) note(where, "inline style or script");
}

async function enter(context, link) {
  const page = await context.newPage();
  const answer = await page.goto(link);
  if (!answer.ok()) note(link, `status ${answer.status()}`);
  return page;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

// Sessions by role: each link opens once.
const roles = Object.keys(ROLES);
const states = {};
for (const [n, role] of roles.slice(1).entries()) {
  const context = await browser.newContext({ locale: "fr-FR" });
  await enter(context, links[n]);
  states[role] = await context.storageState();
  await context.close();
}

for (const role of roles) {
  for (const look of LOOKS) {
    const context = await browser.newContext({
      locale: "fr-FR",
      colorScheme: look.scheme,
      viewport: { width: look.width, height: look.height },
      storageState: states[role],
    });
    const page = await context.newPage();
    let where = role;
    watch(page, () => where);
    for (const [n, step] of ROLES[role].entries()) {
      where = `${role} ${step} (${look.name})`;
      if (only && !`${role} ${step}`.startsWith(only)) continue;
      let to = step;
      if (!step.startsWith("/")) {
        const link = page.locator(`main ${step}`).first();
        if ((await link.count()) === 0) {
          note(where, "no such link");
          continue;
        }
        to = await link.getAttribute("href");
      }
      await page.goto(origin + to);
      await check(page, where);
      const name = `${role}-${String(n + 1).padStart(2, "0")}-${step.replace(/[^a-z]+/g, "-").replace(/^-|-$/g, "") || "home"}`;
      mkdirSync(join(folder, look.name), { recursive: true });
      await page.screenshot({ path: join(folder, look.name, `${name}.png`), fullPage: true });
    }
    await context.close();
  }
}

// Which page answers what to whom: a golden table. BLESS=1 writes it anew.
const PAGES = ["/", "/sign-in", "/sign-up", "/sign-up/head", "/forgotten-password", "/invitation",
  "/confirm-address", "/reset-password", "/confirm-head", "/confirm-new-address", "/host-invitation", "/accessibility",
  "/legal", "/data-protection", "/account", "/account/password", "/account/address", "/demo",
  "/demo/none", "/pupil", "/pupil/search", "/pupil/applications", "/pupil/cv", "/pupil/offers/none",
  "/pupil/applications/none", "/guardian", "/guardian/readers", "/guardian/applications/none/none",
  "/teacher", "/teacher/college", "/teacher/join", "/teacher/classes/none", "/teacher/pupils/none",
  "/head", "/head/register", "/head/take-over", "/head/join", "/head/weeks", "/head/classes",
  "/head/staff", "/head/classes/none", "/head/pupils/none", "/host", "/host/register",
  "/host/organisation", "/host/offers", "/host/offers/new", "/host/offers/none",
  "/host/applications/none/none", "/nothing"];
const table = [["page", ...roles].join(" ")];
const contexts = {};
for (const role of roles) contexts[role] = await browser.newContext({ storageState: states[role] });
for (const path of PAGES) {
  const row = [path];
  for (const role of roles) {
    const answer = await contexts[role].request.get(origin + path, { maxRedirects: 0 });
    row.push(answer.status());
    const policy = answer.headers()["content-security-policy"] ?? "";
    if (!policy.startsWith("default-src 'none';")) note(`${role} ${path}`, `policy: ${policy}`);
  }
  table.push(row.join(" "));
}
const golden = new URL("statuses.txt", import.meta.url);
const shown = `${table.join("\n")}\n`;
if (process.env.BLESS) writeFileSync(golden, shown);
else if (readFileSync(golden, "utf8") !== shown) note("statuses.txt", `is not what is answered:\n${shown}`);

async function story(name, role, options, tell) {
  if (only) return;
  const context = await browser.newContext({ locale: "fr-FR", storageState: states[role], ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  watch(page, () => name);
  try {
    await tell(page);
    console.log(`ok    ${name}`);
  } catch (error) {
    note(name, error.message.split("\n")[0]);
    await page.screenshot({ path: join(folder, `wrong-${name.replace(/\W+/g, "-")}.png`), fullPage: true });
  }
  await context.close();
}
const says = async (page, text) => page.locator("main").getByText(text).first().waitFor();

await story("a pupil applies without a script", "pupil", { javaScriptEnabled: false }, async (page) => {
  await page.goto(`${origin}/pupil/cv`);
  await page.fill("[name='cv.about']", "J'aime <b>comprendre</b> & bricoler.");
  await page.click("text=Enregistrer mon CV");
  await says(page, "Votre CV est enregistré");
  if ((await page.inputValue("[name='cv.about']")) !== "J'aime <b>comprendre</b> & bricoler.") {
    throw new Error("the CV that was saved is not shown");
  }
  await page.goto(`${origin}/pupil/search`);
  await page.locator("main a[href^='/pupil/offers/']").last().click();
  await page.locator("[name='week']").last().check();
  await page.click("text=Envoyer ma candidature");
  await says(page, "Rien n'a été enregistré");
  if (!(await page.locator("[name='week']").last().isChecked())) throw new Error("what was chosen is gone");
  await page.fill("[name='letter']", "Madame, Monsieur, votre métier m'intéresse.");
  await page.click("text=Envoyer ma candidature");
  await says(page, "Votre candidature est envoyée");
  await says(page, "En attente de réponse");
});

await story("a host answers with the keyboard alone", "host", {}, async (page) => {
  await page.goto(`${origin}/host`);
  const press = async (until) => {
    for (let n = 0; n < 80; n++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(until)) return;
    }
    throw new Error(`the keyboard does not reach ${until}`);
  };
  await press("document.activeElement.getAttribute('href')?.startsWith('/host/applications/')");
  await Promise.all([page.waitForURL(/applications/), page.keyboard.press("Enter")]);
  await press("document.activeElement.textContent === 'Accepter cet élève'");
  await page.keyboard.press("Enter");
  await page.waitForLoadState();
  await says(page, /L'élève est placé|Rien n'a été enregistré/);
});

await story("a guardian withdraws only when sure", "guardian", {}, async (page) => {
  await page.goto(`${origin}/guardian`);
  await page.locator("summary").click();
  await page.locator("main button.fr-btn--danger").click();
  await says(page, "Rien n'a été enregistré");
});

await story("a host deposits an offer in three steps", "host", { javaScriptEnabled: false }, async (page) => {
  await page.goto(`${origin}/host/offers/new`);
  await page.fill("[name='terms.title']", "Découvrir un atelier");
  await page.fill("[name='terms.description']", "Une semaine parmi nous.");
  await page.selectOption("[name='terms.sector']", { index: 1 });
  await page.click("text=Continuer");
  await page.fill("[name='terms.place.postal_code']", "75011");
  await page.fill("[name='terms.place.city']", "Paris");
  await page.selectOption("[name='terms.place.department']", "departments/75");
  await page.fill("[name='terms.place.coordinates']", "48.8566, 2.3522");
  await page.click("text=Continuer");
  await page.locator("[name='terms.weeks']").last().check();
  await page.click("text=Publier l'offre");
  await says(page, "Rien n'a été enregistré");
  await page.fill("[name='terms.tutor.identity.full_name']", "Ada Martin");
  await page.click("text=Publier l'offre");
  await says(page, "Votre offre est publiée");
});

await story("a form of elsewhere is refused, and one of another session is confirmed", "pupil", {}, async (page) => {
  const sent = await page.request.post(`${origin}/pupil/cv`, {
    form: { "cv.about": "x" },
    headers: { origin: "https://evil.example" },
  });
  if (sent.status() !== 403) throw new Error(`status ${sent.status()}`);
  await page.goto(`${origin}/pupil/cv`);
  await page.evaluate("document.querySelector('main [name=csrf]').value = 'another'");
  await page.fill("[name='cv.about']", "Gardé.");
  await page.click("text=Enregistrer mon CV");
  await page.click("text=Envoyer maintenant");
  await says(page, "Votre CV est enregistré");
});

await browser.close();
console.log(wrong.length === 0 ? "every page holds" : `${wrong.length} things are wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
