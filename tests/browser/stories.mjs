// What people do, from one page to the next, each in a browser of their own.

export const STORIES = [];
const story = (name, role, options, tell) => STORIES.push({ name, role, options, tell });

const says = async (page, text) => page.locator("main").getByText(text).first().waitFor();

story("a pupil applies without a script", "pupil", { javaScriptEnabled: false }, async (page, { origin }) => {
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

story("a guardian withdraws only when sure", "guardian", {}, async (page, { origin }) => {
  await page.goto(`${origin}/guardian`);
  await page.locator("summary").click();
  await page.locator("main button.fr-btn--danger").click();
  await says(page, "Rien n'a été enregistré");
});

story("a host deposits an offer in three steps", "host", { javaScriptEnabled: false }, async (page, { origin }) => {
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

story("a form of elsewhere is refused, and one of another session is confirmed", "pupil", {}, async (page, { origin }) => {
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


// With the keyboard alone: on to what holds, by Tab.
async function tabTo(page, holds) {
  for (let n = 0; n < 150; n++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(holds)) return;
  }
  throw new Error(`the keyboard does not reach ${holds}`);
}
const named = (name) => `document.activeElement.getAttribute("name") === ${JSON.stringify(name)}`;
const labelled = (text) => `document.activeElement.textContent.trim() === ${JSON.stringify(text)}`;
const press = async (page, key) => Promise.all([page.waitForLoadState(), page.keyboard.press(key)]);

story("a pupil from the invitation to the signed agreement", "teacher", {}, async (teacher, { origin, as, accept, PASSWORD }) => {
  const mail = `eleve-${Date.now()}@example.org`;
  // The teacher enrols somebody new, notes the form that came back signed, and invites.
  await teacher.goto(`${origin}/teacher`);
  await teacher.locator("main a[href^='/teacher/classes/']").first().click();
  await teacher.locator("main a[href$='/enrol']").click();
  await teacher.fill("[name='identity.family_name']", "Besson");
  await teacher.fill("[name='identity.given_name']", "Zélie");
  await teacher.locator("[name=gender]").first().check();
  await teacher.click("text=Inscrire cet élève");
  await says(teacher, "L'élève est inscrit");
  await teacher.locator("main a[href^='/teacher/pupils/']", { hasText: "Besson" }).click();
  await teacher.click("text=Noter que le formulaire est remis");
  await says(teacher, "C'est noté : le formulaire est remis");
  await teacher.fill("[name='guardian.full_name']", "Paul Besson");
  await teacher.fill("[name=signed_date]", "2026-12-21");
  await teacher.click("text=Noter l'autorisation signée");
  await teacher.click("text=Ouvrir l'accès de l'élève");
  await teacher.fill("[name=mail]", mail);
  await teacher.click("text=Envoyer l'invitation");
  await says(teacher, "L'invitation est envoyée à l'élève");

  // The pupil opens an account, and signs in with the keyboard alone.
  const pupil = await as("nobody");
  await accept(pupil, mail);
  await tabTo(pupil, named("mail"));
  await pupil.keyboard.type(mail);
  await tabTo(pupil, named("password"));
  await pupil.keyboard.type(PASSWORD);
  await Promise.all([pupil.waitForURL(/\/pupil/), pupil.keyboard.press("Enter")]);

  // The CV goes with every letter.
  await pupil.goto(`${origin}/pupil/cv`);
  await pupil.fill("[name='cv.about']", "J'aime les plantes.");
  await pupil.click("text=Enregistrer mon CV");

  // Among what is found near the college, an offer of the host; still without the mouse.
  const host = await as("host");
  await host.goto(`${origin}/host/offers`);
  const own = await host.locator("main article:has(.fr-badge--success) a[href^='/host/offers/']").evaluateAll((links) => links.map((link) => link.getAttribute("href").split("/").pop()));
  await pupil.goto(`${origin}/pupil/search`);
  await tabTo(pupil, "document.activeElement.matches(\"main a[href^='/pupil/offers/']\")");
  await Promise.all([pupil.waitForURL(/offers/), pupil.keyboard.press("Enter")]);
  for (const offer of own) {
    await pupil.goto(`${origin}/pupil/offers/${offer}`);
    if ((await pupil.locator("[name=week]:enabled").count()) > 0) break;
  }
  await tabTo(pupil, named("week"));
  await pupil.keyboard.press("Space");
  await tabTo(pupil, named("letter"));
  await pupil.keyboard.type("Madame, Monsieur, votre métier m'intéresse.");
  await tabTo(pupil, labelled("Envoyer ma candidature"));
  await press(pupil, "Enter");
  await says(pupil, "Votre candidature est envoyée");
  const application = new URL(pupil.url()).pathname.split("/").pop();

  // The host accepts with the keyboard alone, and signs.
  await host.goto(`${origin}/host`);
  await tabTo(host, `document.activeElement.getAttribute("href")?.endsWith("/${application}")`);
  await Promise.all([host.waitForURL(/applications/), host.keyboard.press("Enter")]);
  await tabTo(host, labelled("Accepter cet élève"));
  await press(host, "Enter");
  await says(host, "L'élève est placé");
  await host.goto(`${origin}/host/agreements`);
  await host.locator(`main a[href$='/${application}/agreement']`).click();
  await host.check("[name=read]");
  await host.click("text=Signer la convention");
  await says(host, "Votre signature est enregistrée");

  // The pupil signs what was read, and not before.
  await pupil.goto(`${origin}/pupil`);
  await pupil.click("text=Lire ma convention");
  await pupil.click("text=Signer la convention");
  await says(pupil, "Cochez la case");
  await pupil.check("[name=read]");
  await pupil.click("text=Signer la convention");
  await says(pupil, "Votre signature est enregistrée");
  await says(pupil, "Vous n'avez plus rien à signer");
});
