// What Lighthouse says of five pages, as a phone on a slow network has them: accessibility 100, performance
// 95 or more. It drives a browser of its own, by a port of its debugger. Performance is judged where that is
// asked for: on a machine that does something else at the same time a page without any script is slow too.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";

const AIMED = { accessibility: 100, performance: 95 };
// A machine that does something else at the same time makes a page slow once, not each time.
const TRIES = 3;
// Who opens which page; a path, or where the first such link of the page before leads.
const VISITED = [
  [null, ["/"]],
  ["pupil", ["/pupil/search"]],
  ["teacher", ["/teacher", "a[href^='/teacher/classes/']"]],
  ["host", ["/host"]],
  ["committee", ["/committee"]],
];

const score = (report, category) => Math.round(report.categories[category].score * 100);

async function judge(port, address) {
  const options = {
    port,
    output: "json",
    logLevel: "error",
    onlyCategories: Object.keys(AIMED),
    // Who has signed in is in the browser's storage.
    disableStorageReset: true,
  };
  const { lhr: report } = await lighthouse(address, options);
  if (report.runtimeError) throw new Error(report.runtimeError.message);
  if (report.finalDisplayedUrl !== address) throw new Error(`led to ${report.finalDisplayedUrl}`);
  return report;
}

// The best of some tries.
async function judgedBest(port, address) {
  let best;
  for (let tries = 0; tries < TRIES; tries++) {
    const report = await judge(port, address);
    if (!best || score(report, "performance") > score(best, "performance")) best = report;
    if (score(best, "performance") >= AIMED.performance) break;
  }
  return best;
}

// Notes what lacks; `states` are the sessions by role.
export async function askLighthouse(origin, states, wrong, { speed }) {
  const aims = Object.entries(AIMED).filter(([category]) => speed || category !== "performance");
  const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--remote-debugging-port=0"],
    locale: "fr-FR",
  });
  const port = Number(readFileSync(join(folder, "DevToolsActivePort"), "utf8").split("\n")[0]);
  const page = await context.newPage();
  for (const [role, steps] of VISITED) {
    await context.clearCookies();
    if (role) await context.addCookies(states[role].cookies);
    let address;
    for (const step of steps) {
      const path = step.startsWith("/") ? step : await page.locator(`main ${step}`).first().getAttribute("href");
      address = origin + path;
      await page.goto(address);
    }
    const where = `lighthouse ${role ?? "nobody"} ${new URL(address).pathname}`;
    try {
      const report = await (speed ? judgedBest(port, address) : judge(port, address));
      const scores = Object.keys(AIMED).map((category) => `${category} ${score(report, category)}`);
      console.log(`${where}: ${scores.join(", ")}`);
      for (const [category, aimed] of aims) {
        if (score(report, category) >= aimed) continue;
        const audits = report.categories[category].auditRefs.filter((ref) => ref.weight > 0);
        const low = audits.map((ref) => report.audits[ref.id]).filter((audit) => audit.score !== null && audit.score < 0.9);
        const told = low.map((audit) => `${audit.id} ${audit.displayValue ?? ""}`.trim());
        wrong.note(where, `${category} ${score(report, category)}: ${told.join(", ")}`);
      }
    } catch (error) {
      wrong.note(where, error.message);
    }
  }
  await context.close();
  rmSync(folder, { recursive: true, force: true });
}
