// Uses the page in a browser, as a head would. Usage: node web/browser.js SERVER MAIL PASSWORD
import assert from "node:assert";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const [server, mail, password] = process.argv.slice(2);
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

// The page comes from another origin than the server's: the browser asks the server by CORS.
const pages = createServer(async (request, response) => {
  const [, bundle, file] = new URL(request.url, "http://page").pathname.split("/");
  const isPage = file === "page.html";
  const text = await readFile(new URL(isPage ? file : `dist/${bundle}.js`, import.meta.url), "utf8");
  response.setHeader("content-type", isPage ? "text/html" : "text/javascript");
  response.end(isPage ? text.replace("<script", `<script src="bundle.js"`) : text);
});
await new Promise((listening) => pages.listen(0, "127.0.0.1", listening));
const browser = await chromium.launch({ executablePath: CHROMIUM });

try {
  for (const bundle of ["generated", "reflection"]) {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.log("the page fails:", error.message));
    page.on("console", (said) => console.log("the page says:", said.text()));
    await page.goto(`http://127.0.0.1:${pages.address().port}/${bundle}/page.html?server=${server}`);
    await use(page);
    await page.close();
    console.log(bundle, "works in", browser.version());
  }
} finally {
  await browser.close();
  pages.close();
}

async function use(page) {
  const shows = (id, text) => page.locator(`#${id}`, { hasText: text }).waitFor();
  await page.waitForSelector("body[data-shown]");

  await page.fill("#mail", mail);
  await page.fill("#password", password);
  await page.click("#sign-in button");
  await shows("who", /^head of establishments/);
  await shows("position", /\d/);

  const label = `3e ${randomUUID().slice(0, 6)}`;
  await page.fill("#label", label);
  await page.click("#open-class button");
  await shows("read", label);
  await shows("watched", label);

  // The same request again is the same class; another one for its label is refused.
  const position = await page.textContent("#position");
  await page.click("#open-class button");
  await shows("read", label);
  assert.equal(await page.textContent("#refusal"), "");
  assert.equal(await page.textContent("#position"), position);
  await page.fill("#label", `${label} `);
  await page.click("#open-class button");
  await shows("refusal", /CLASS_LABEL_TAKEN EST-5 Une autre classe/);
  await page.fill("#label", "");
  await page.click("#open-class button");
  await shows("refusal", /CLASS_LABEL_UNFIT .* class\.label/);

  await page.click("#refresh");
  await shows("who", "once more");

  await page.fill("#mail", `${randomUUID()}@example.org`);
  for (let asked = 0; asked < 10; asked += 1) await page.click("#forgot");
  await shows("refusal", /TOO_MANY_ATTEMPTS .*\d+ s/);

  await page.click("#sign-out");
  await shows("who", "nobody");
  await shows("refusal", "SESSION_ENDED"); // what the watch is told
}
