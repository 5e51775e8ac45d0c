// What every page must hold to: HTML as the standard has it, no violation that axe-core finds, nothing
// inline, no scrolling sideways, no error on the console.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const validator = new HtmlValidate(
  new StaticConfigLoader({
    extends: ["html-validate:recommended"],
    rules: {
      // Templates leave spaces where a condition was: a browser takes them away.
      "no-trailing-whitespace": "off",
      // Ids are the names of the fields of the request (`terms.tutor.identity.mail`), so that a
      // refusal of the server leads to its field; UUIDs begin with a digit.
      "valid-id": ["error", { relaxed: true }],
      // Boxes of one question are sent under one name, as radio buttons are.
      "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button", "reset"] }],
      // A title is that of an offer, up to 150 characters, which its host wrote.
      "long-title": "off",
      // A table that scrolls is a region with a name, in the element that the design system has
      // for it.
      "prefer-native-element": ["error", { exclude: ["region"] }],
    },
  }),
);

export const WIDTHS = [
  { name: "phone", width: 320, height: 700 },
  { name: "desktop", width: 1280, height: 900 },
];
export const SCHEMES = ["light", "dark"];

export class Wrong {
  constructor() {
    this.all = [];
  }
  note(where, what) {
    this.all.push(`${where}: ${what}`);
    console.log(`WRONG ${where}: ${what}`);
  }
}

// A page's own errors, among them what the content security policy stops.
export function watch(page, where, wrong) {
  page.on("console", (message) => {
    // A page that is not found, or a form that is refused, says so to the console by itself.
    if (message.type() === "error" && !/status of (403|404|409|422)/.test(message.text())) {
      wrong.note(where(), `console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => wrong.note(where(), `script: ${error.message}`));
}

// The text of a page as it was served.
export async function checkText(html, where, wrong) {
  const report = await validator.validateString(html);
  for (const message of report.results.flatMap((result) => result.messages)) {
    wrong.note(where, `${message.ruleId}: ${message.message} (line ${message.line})`);
  }
  if (/\sstyle=|<style|\son[a-z]+=|<script(?! src="\/assets)/.test(html)) {
    wrong.note(where, "inline style or script");
  }
}

// A page as it is shown, at both widths, in light and dark; `look` sees each.
export async function checkLooks(page, where, wrong, look) {
  // Evaluated by the debugger, which no content security policy stops.
  await page.evaluate(axe);
  for (const size of WIDTHS) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      const name = `${size.name}-${colorScheme}`;
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate(
        'axe.run(document, { resultTypes: ["violations"] }).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")))',
      );
      for (const violation of found) wrong.note(`${where} (${name})`, violation);
      await look?.(name);
    }
    const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (wide > 0) wrong.note(`${where} (${size.name})`, `scrolls sideways by ${wide} pixels`);
  }
}
