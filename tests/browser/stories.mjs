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
  await teacher.fill("[name=handed_date]", "2026-12-21");
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

// The weeks that the head's college has chosen and that are still to come.
async function chosenWeeks(head, origin) {
  await head.goto(`${origin}/head/weeks`);
  return head.locator("main [name=weeks]:checked").evaluateAll((all) => all.map((one) => one.value));
}

// An offer in three steps, in these weeks of the college.
async function deposit(host, origin, title, weeks, group) {
  await host.goto(`${origin}/host/offers/new`);
  await host.fill("[name='terms.title']", title);
  await host.fill("[name='terms.description']", "Une semaine parmi nous.");
  await host.selectOption("[name='terms.sector']", { index: 1 });
  if (group) {
    await host.locator("[name='terms.format'][value=OFFER_FORMAT_COLLECTIVE]").check();
    await host.fill("[name='terms.group_size']", String(group));
  }
  await host.click("text=Continuer");
  await host.fill("[name='terms.place.postal_code']", "75011");
  await host.fill("[name='terms.place.city']", "Paris");
  await host.selectOption("[name='terms.place.department']", "departments/75");
  await host.fill("[name='terms.place.coordinates']", "48.8566, 2.3522");
  await host.click("text=Continuer");
  if (group) await host.fill("[name='terms.seats_per_week']", String(group));
  for (const week of weeks) {
    const box = host.locator(`[name='terms.weeks'][value='${week}']`);
    if ((await box.count()) > 0) await box.check();
  }
  await host.fill("[name='terms.tutor.identity.full_name']", "Ada Martin");
  await host.click("text=Publier l'offre");
  await says(host, "Votre offre est publiée");
  return new URL(host.url()).pathname.split("/").pop();
}

story("a pupil prepares a letter without a script, a teacher comments on it, and it is sent", "pupil", { javaScriptEnabled: false }, async (pupil, { origin, as, sound }) => {
  const host = await as("host");
  const weeks = await chosenWeeks(await as("head"), origin);
  const offer = await deposit(host, origin, "Préparer sa lettre", weeks);
  await pupil.goto(`${origin}/pupil/offers/${offer}`);
  await pupil.click("text=Garder comme brouillon");
  await says(pupil, "Rien n'a été enregistré");
  await pupil.fill("[name=letter]", "Bonjour, je voudrais venir.");
  await pupil.click("text=Garder comme brouillon");
  await says(pupil, "Votre lettre est gardée");
  const draft = pupil.url().split("?")[0];
  await pupil.goto(`${origin}/pupil/offers/${offer}`);
  await pupil.click("text=Continuer ma lettre et postuler");

  const teacher = await as("teacher");
  await teacher.goto(`${origin}/teacher`);
  await teacher.locator("main a[href^='/teacher/classes/']").first().click();
  await teacher.click("text=Lettres en préparation");
  await teacher.locator(`main a[href$='/drafts/${draft.split("/").pop()}']`).click();
  await says(teacher, "Bonjour, je voudrais venir.");
  await teacher.click("text=Envoyer le commentaire");
  await says(teacher, "Rien n'a été enregistré");
  await teacher.fill("[name=text]", "Commencez par « Madame, Monsieur ».");
  await teacher.click("text=Envoyer le commentaire");
  await says(teacher, "Votre commentaire est enregistré");
  // The CV, of which the teacher says something too.
  await teacher.click("text=Revenir à l'élève");
  await teacher.click("text=Lire son CV");
  await teacher.fill("[name=text]", "Parlez aussi de vos exposés.");
  await teacher.click("text=Envoyer le commentaire");
  await says(teacher, "Parlez aussi de vos exposés.");

  await pupil.goto(`${origin}/pupil/cv`);
  await says(pupil, "Parlez aussi de vos exposés.");
  await pupil.goto(draft);
  await says(pupil, "Commencez par « Madame, Monsieur ».");
  await pupil.fill("[name=letter]", "Madame, Monsieur, je voudrais venir.");
  await pupil.click("text=Enregistrer une nouvelle version");
  await says(pupil, "c'est la version 2");
  await pupil.click("main a[href$='?version=1']");
  await says(pupil, "Bonjour, je voudrais venir.");
  if ((await pupil.locator("main [name=letter]").count()) > 0) throw new Error("a version before the last can be changed");
  await pupil.goto(draft);
  await pupil.click("text=Envoyer ma candidature");
  await says(pupil, "Rien n'a été enregistré");
  if (!(await pupil.inputValue("[name=letter]")).startsWith("Madame")) throw new Error("the letter is gone");
  await pupil.locator("main [name=week]").last().check();
  await pupil.click("text=Envoyer ma candidature");
  await says(pupil, "Votre candidature est envoyée avec cette lettre");
  await says(pupil, "Madame, Monsieur, je voudrais venir.");
  await pupil.goto(draft);
  await says(pupil, "Voir la candidature faite avec cette lettre");
  await sound(pupil, "a letter that was sent");
});

story("a group of a class is asked for by its teacher and comes as a whole", "teacher", {}, async (teacher, { origin, as, sound }) => {
  const host = await as("host");
  const weeks = await chosenWeeks(await as("head"), origin);
  const offer = await deposit(host, origin, "Un atelier à deux", weeks, 2);
  await teacher.goto(`${origin}/teacher`);
  await teacher.locator("main a[href^='/teacher/classes/']").first().click();
  await teacher.click("text=Offres pour la classe");
  await teacher.fill("[name=text]", "atelier à deux");
  await teacher.click("main button[type=submit]");
  await teacher.locator(`main a[href$='/offers/${offer}']`).click();
  await teacher.locator("[name=week]").last().check();
  await teacher.fill("[name=letter]", "Deux élèves préparent cette semaine ensemble.");
  await teacher.click("text=Envoyer la demande");
  await says(teacher, "Rien n'a été enregistré");
  // Those who are authorised have no word beside their name; whoever may not come is said by the server.
  const pupils = teacher.locator(".fr-fieldset__element:not(:has(.fr-hint-text)) [name=students]");
  const all = await pupils.count();
  let asked = false;
  for (let first = 0; first + 1 < all && !asked; first++) {
    for (const box of await teacher.locator("[name=students]:checked").all()) await box.uncheck();
    await pupils.nth(first).check();
    await pupils.nth(first + 1).check();
    await teacher.click("text=Envoyer la demande");
    await teacher.waitForLoadState();
    asked = (await teacher.locator("main").getByText("La demande du groupe est envoyée").count()) > 0;
  }
  if (!asked) throw new Error("no two pupils of the class can come");
  await teacher.locator("main a", { hasText: "Un atelier à deux" }).click();
  await says(teacher, "En attente de réponse");
  await sound(teacher, "the group as its teacher reads it");

  await host.goto(`${origin}/host/groups`);
  await host.locator("main a", { hasText: "Un atelier à deux" }).click();
  await says(host, "Deux élèves préparent cette semaine ensemble.");
  await sound(host, "the group as the host reads it");
  await host.locator("main summary", { hasText: "Refuser" }).click();
  await host.click("text=Refuser cette demande");
  await says(host, "Rien n'a été enregistré");
  await host.fill("[name=accept_message]", "Nous vous attendons tous les deux.");
  await host.click("text=Accepter tout le groupe");
  await says(host, "Tous les élèves du groupe sont placés");
  await teacher.reload();
  await says(teacher, "Nous vous attendons tous les deux.");
  await says(teacher, "Acceptée");
});

story("a head chooses a week that is suggested, and cannot drop one that pupils have asked for", "head", {}, async (head, { origin, as, sound }) => {
  const before = await chosenWeeks(head, origin);
  await says(head, "Semaines conseillées");
  await says(head, "Les collèges voisins");
  const suggested = (await head.locator(".fr-tile__title").first().textContent()).trim();
  if ((await head.locator(".fr-tile").first().locator("li").count()) === 0) throw new Error("no reason is given");
  const row = head.locator("main tr", { has: head.locator("th", { hasText: suggested }) }).first();
  await row.locator("[name=weeks]").check();
  await head.click("text=Enregistrer mes semaines");
  await says(head, "Vos semaines sont enregistrées");
  await row.getByText("Votre semaine").waitFor();
  await sound(head, "the weeks that were chosen");
  // Beside the colleges around, as the academic director sees them too.
  const director = await as("state");
  await director.goto(`${origin}/state/calendar`);
  await director.locator("main td", { hasText: suggested }).first().waitFor();
  // A week with applications of the college's pupils stays.
  for (const week of before) await head.locator(`[name=weeks][value='${week}']`).uncheck();
  await head.click("text=Enregistrer mes semaines");
  await says(head, "Rien n'a été enregistré");
  const after = await chosenWeeks(head, origin);
  if (after.length !== before.length + 1) throw new Error(`chosen: ${after}`);
});

story("a host examines, declines, thinks better of it, accepts, and words the agreement anew", "host", {}, async (host, { origin, as, sound }) => {
  await host.goto(`${origin}/host`);
  await host.locator("main tr", { hasText: "En attente de réponse" }).first().locator("a").click();
  await host.waitForURL(/applications/);
  const application = new URL(host.url()).pathname;
  await host.click("text=Dire à l'élève que je l'examine");
  await says(host, "L'élève voit que vous examinez sa candidature");
  await host.locator("main summary", { hasText: "Refuser" }).click();
  await host.click("text=Refuser cette candidature");
  await says(host, "Rien n'a été enregistré");
  await host.locator("main summary", { hasText: "Refuser" }).click();
  await host.fill("[name=message]", "La semaine est déjà bien remplie.");
  await host.click("text=Refuser cette candidature");
  await says(host, "Votre réponse est envoyée à l'élève");
  await host.click("text=Revenir sur mon refus");
  await says(host, "La candidature attend de nouveau votre réponse");
  // Several at once, from the list.
  await host.goto(`${origin}/host`);
  const [, , , student, id] = application.split("/");
  await host.check(`[name=applications][value='students/${student}/applications/${id}']`);
  await host.locator("main summary", { hasText: "Répondre aux candidatures cochées" }).click();
  await host.check("[name=kind][value=APPLICATION_ANSWER_KIND_ACCEPT]");
  await host.click("text=Envoyer mes réponses");
  await says(host, "Vos réponses sont envoyées");
  // The agreement: signed, and then worded anew, so that all sign again.
  await host.goto(`${origin}${application}/agreement`);
  await host.check("[name=read]");
  await host.click("text=Signer la convention");
  await says(host, "Votre signature est enregistrée");
  await host.click("text=Changer les conditions");
  const last = await host.inputValue("[name='terms.last_date']");
  await host.fill("[name='terms.last_date']", "2026-01-01");
  await host.click("text=Faire la nouvelle version");
  await says(host, "Rien n'a été enregistré");
  await sound(host, "terms to be worded anew");
  await host.fill("[name='terms.last_date']", last);
  await host.fill("[name='terms.hours.arrival']", "09:30");
  await host.fill("[name='terms.tutor.identity.full_name']", "Grace Hopper");
  await host.fill("[name='terms.activities']", "Observer l'accueil et l'atelier.");
  await host.click("text=Faire la nouvelle version");
  await says(host, "La nouvelle version est faite");
  await says(host, "Signatures de la version 2");
  await says(host, "Grace Hopper");
  await says(host, "de 09:30 à");
  await says(host, "Versions précédentes");
  await sound(host, "an agreement in its second version");
  const former = await host.request.get(`${origin}${application}/agreement/document?version=1`);
  if (!(await former.body()).subarray(0, 5).equals(Buffer.from("%PDF-"))) throw new Error("no document of version 1");
  // The college words it anew as well, of the version that it read.
  const teacher = await as("head");
  await teacher.goto(`${origin}/head/agreements/${student}/${id}`);
  await teacher.click("text=Changer les conditions");
  await teacher.fill("[name='terms.insurance']", "Le collège assure l'élève pendant toute la semaine.");
  await teacher.click("text=Faire la nouvelle version");
  await says(teacher, "Signatures de la version 3");
});

// 14 digits whose sum by Luhn's rule divides by ten.
function siret() {
  const digits = [..."9".concat(String(Date.now()).slice(-8), "0001")].map(Number);
  const sum = digits.reduceRight((all, digit, at) => {
    const twice = (digits.length - at) % 2 === 1 ? digit * 2 : digit;
    return all + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return [...digits, (10 - (sum % 10)) % 10].join("");
}

async function signIn(page, origin, mail, PASSWORD) {
  if (!page.url().includes("/sign-in")) await page.goto(`${origin}/sign-in`);
  await page.fill("[name=mail]", mail);
  await page.fill("[name=password]", PASSWORD);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/sign-in")), page.click("main form button[type=submit]")]);
}

story("an operator appoints a prefect, who names a referent, who confirms a host", "operator", {}, async (operator, { origin, as, accept, sound, PASSWORD }) => {
  const stamp = Date.now();
  const [prefectMail, referentMail, hostMail] = [`prefet-${stamp}@paris.gouv.fr`, `referent-${stamp}@paris.gouv.fr`, `atelier-${stamp}@gmail.com`];
  await operator.goto(`${origin}/operator/mandates`);
  await operator.selectOption("[name=office]", "OFFICE_PREFECT");
  await operator.fill("[name='identity.full_name']", "Jean Moulin");
  await operator.fill("[name='identity.mail']", prefectMail);
  await operator.click("main button:text-is('Nommer')");
  await says(operator, "Rien n'a été enregistré");
  await operator.fill("[name=territory]", "departments/75");
  await operator.click("main button:text-is('Nommer')");
  await says(operator, "La personne est nommée");

  const prefect = await as("nobody");
  await accept(prefect, prefectMail);
  await signIn(prefect, origin, prefectMail, PASSWORD);
  await prefect.goto(`${origin}/state/referents`);
  await prefect.fill("[name='identity.full_name']", "Lucie Aubrac");
  await prefect.fill("[name='identity.mail']", referentMail);
  await prefect.click("main button:text-is('Nommer')");
  await says(prefect, "Le référent est nommé");
  const referent = await as("nobody");
  await accept(referent, referentMail);
  await signIn(referent, origin, referentMail, PASSWORD);

  // Somebody with an address that anybody gets registers an organisation.
  const host = await as("nobody");
  await host.goto(`${origin}/sign-up/host_person`);
  await host.fill("[name=siret]", siret());
  await host.fill("[name=mail]", hostMail);
  await host.click("main form button[type=submit]");
  await says(host, "C'est envoyé");
  await accept(host, hostMail);
  await signIn(host, origin, hostMail, PASSWORD);
  await host.goto(`${origin}/host/register`);
  await host.fill("[name='organisation.display_name']", `Atelier ${stamp}`);
  await host.locator("[name='organisation.kind']").first().check();
  await host.fill("[name='person.full_name']", "Camille Roux");
  await host.fill("[name='person.mail']", hostMail);
  await host.click("text=Inscrire mon organisme");
  await host.locator("main [role=status]").waitFor();
  const weeks = await chosenWeeks(await as("head"), origin);
  await deposit(host, origin, "Un atelier à confirmer", weeks);

  await referent.goto(`${origin}/state/hosts`);
  const waiting = referent.locator("main article", { hasText: `Atelier ${stamp}` });
  await waiting.waitFor();
  await sound(referent, "hosts that a referent confirms");
  await waiting.locator("button").click();
  await says(referent, "L'organisme est confirmé");
  if ((await waiting.count()) > 0) throw new Error("it still waits");
  await sound(operator, "mandates");
});

story("a difficulty is reported, answered and closed", "state", {}, async (director, { origin, as, accept, sound, PASSWORD }) => {
  const mail = `prefet-${Date.now()}@paris.gouv.fr`;
  await director.goto(`${origin}/state/difficulties`);
  await director.click("main button:text-is('Signaler')");
  await director.locator("main [role=alert]").waitFor();
  await director.selectOption("[name=kind]", { index: 1 });
  await director.fill("[name=words]", "Peu d'organismes répondent avant Noël.");
  await director.click("main button:text-is('Signaler')");
  await says(director, "La difficulté est signalée");
  await director.locator("main table a[href^='/state/difficulties/']").first().click();
  const difficulty = director.url();
  await says(director, "Peu d'organismes répondent avant Noël.");

  const operator = await as("operator");
  await operator.goto(`${origin}/operator/mandates`);
  await operator.selectOption("[name=office]", "OFFICE_PREFECT");
  await operator.fill("[name=territory]", "departments/75");
  await operator.fill("[name='identity.full_name']", "Jeanne Barret");
  await operator.fill("[name='identity.mail']", mail);
  await operator.click("main button:text-is('Nommer')");
  await says(operator, "La personne est nommée");
  const prefect = await as("nobody");
  await accept(prefect, mail);
  await signIn(prefect, origin, mail, PASSWORD);
  await prefect.goto(difficulty);
  await sound(prefect, "a difficulty that a prefect answers");
  await prefect.fill("[name=words]", "Une réunion des organismes est prévue en janvier.");
  await prefect.click("main button:text-is('Répondre')");
  await says(prefect, "Votre réponse est transmise");
  await director.reload();
  await says(director, "Une réunion des organismes est prévue en janvier.");
  await director.click("text=La difficulté est réglée");
  await says(director, "La difficulté est réglée.");
});

story("an auditor asks why a figure is what it is, down to the facts and their causes", "committee", { javaScriptEnabled: false }, async (auditor, { origin, sound }) => {
  await auditor.goto(`${origin}/committee/why`);
  await auditor.selectOption("[name=territory]", "departments/75");
  await auditor.selectOption("[name=school_year]", "2025-2026");
  await auditor.selectOption("[name=measure]", "TERRITORY_MEASURE_COMPLETED");
  await auditor.click("main button:text-is('Expliquer')");
  await says(auditor, "leur somme est exactement ce chiffre");
  const shown = Number((await auditor.locator("main h2").first().textContent()).split(":").pop().replace(/\D/g, ""));
  // The facts, page by page, sum up to the figure.
  let sum = 0;
  for (let more = true; more; ) {
    const changes = await auditor.locator("main tbody tr td:nth-of-type(3)").allTextContents();
    for (const change of changes) sum += Number(change.replace("−", "-").replace(/[^-\d]/g, ""));
    const next = auditor.locator("main .fr-pagination a");
    more = (await next.count()) > 0;
    if (more) await next.click();
  }
  if (sum !== shown) throw new Error(`the facts sum up to ${sum}, and the figure is ${shown}`);
  await auditor.click("text=Cette explication à cet instant, pour toujours");
  await says(auditor, "Situation");
  await auditor.locator("main a[href^='/committee/facts/']").first().click();
  await says(auditor, "Sa cause");
  await sound(auditor, "a fact");
  const proof = await auditor.request.get(new URL(await auditor.locator("main a[href*='/proofs/inclusion']").getAttribute("href"), origin).href);
  if (!proof.ok()) throw new Error(`the proof is answered by ${proof.status()}`);
});

story("a college invites an organisation that it knows, and sees that it came", "head", {}, async (head, { origin, as, letterTo, sound }) => {
  const mail = `connu-${Date.now()}@example.org`;
  await head.goto(`${origin}/head/invitations`);
  const form = head.locator("main details", { hasText: "Inviter un organisme" });
  if (!(await form.getAttribute("open").then((open) => open !== null))) await form.locator("summary").click();
  await head.click("text=Envoyer l'invitation");
  await says(head, "Rien n'a été enregistré");
  await head.fill("[name=organisation]", "Une maison que nous connaissons");
  await head.fill("[name=mail]", mail);
  await head.fill("[name=word]", "Nos élèves seraient heureux de revenir.");
  await head.click("text=Envoyer l'invitation");
  await says(head, "L'invitation est envoyée");
  await says(head, "Personne n'est encore venu");

  const host = await as("host");
  await host.goto(`${origin}/host-invitation${new URL(await letterTo(mail)).hash}`);
  await host.click("main form button[type=submit]");
  await says(host, "Le collège sait que vous êtes venu");
  await head.reload();
  await says(head, "est venu le");
  await sound(head, "invitations of a college");
  const line = head.locator("main article", { hasText: mail });
  await line.locator("button").click();
  await says(head, "L'invitation est retirée");
  if ((await head.locator("main").getByText(mail).count()) > 0) throw new Error("the address is still shown");
});

story("a pupil searches with the keyboard alone", "pupil", {}, async (pupil, { origin }) => {
  await pupil.goto(`${origin}/pupil/search`);
  const all = await pupil.locator("main article").count();
  await tabTo(pupil, named("text"));
  await pupil.keyboard.type("zzzz");
  await Promise.all([pupil.waitForURL(/text=zzzz/), pupil.keyboard.press("Enter")]);
  await pupil.locator("main [role=status]").waitFor();
  await tabTo(pupil, labelled("Enlever les filtres"));
  await Promise.all([pupil.waitForURL(/\/pupil\/search$/), pupil.keyboard.press("Enter")]);
  if ((await pupil.locator("main article").count()) !== all) throw new Error("the filters are still there");
  // A sector by its first letters, and the filters that are folded away.
  await tabTo(pupil, named("sectors"));
  await pupil.keyboard.press("ArrowDown");
  await tabTo(pupil, labelled("Plus de filtres"));
  await pupil.keyboard.press("Enter");
  await tabTo(pupil, named("format"));
  await pupil.keyboard.press("ArrowDown");
  await tabTo(pupil, labelled("Chercher"));
  await Promise.all([pupil.waitForURL(/sectors=[^&]+.*format=OFFER_FORMAT_INDIVIDUAL/), pupil.keyboard.press("Enter")]);
  await tabTo(pupil, labelled("Enlever les filtres"));
  await Promise.all([pupil.waitForURL(/\/pupil\/search$/), pupil.keyboard.press("Enter")]);
  await tabTo(pupil, "document.activeElement.matches(\"main article a[href^='/pupil/offers/']\")");
  await Promise.all([pupil.waitForURL(/\/pupil\/offers\//), pupil.keyboard.press("Enter")]);
});

story("a head corrects a pupil, asks for help and states a scheme", "head", { javaScriptEnabled: false },
  async (page, { origin }) => {
    await page.goto(`${origin}/head`);
    const year = await page.locator("main [name=school_year] option").first().getAttribute("value");
    await page.locator("main a[href^='/head/classes/']").first().click();
    await page.locator("main a[href^='/head/pupils/']").first().click();
    const pupil = page.url();
    await page.click("text=Corriger l'élève ou ses responsables");
    await page.fill("[name='identity.given_name']", "");
    await page.click("main form button:text-is('Corriger')");
    await says(page, "Rien n'a été enregistré");
    await page.fill("[name='identity.given_name']", "Apolline");
    await page.click("main form button:text-is('Corriger')");
    await says(page, "C'est corrigé");
    await says(page, "Nom ou date de naissance corrigés");
    await page.goto(pupil);
    if (!(await page.textContent("h1")).startsWith("Apolline ")) throw new Error("the name is not corrected");
    await page.goto(`${origin}/head/help`);
    await page.click("text=Demander de l'aide");
    await page.click("text=Envoyer la demande");
    await says(page, "Rien n'a été enregistré");
    await page.fill("[name=words]", "Trouver des organismes pour une classe.");
    await page.click("text=Envoyer la demande");
    await says(page, "Votre demande est envoyée");
    await page.locator("main button", { hasText: "Clore la demande" }).first().click();
    await says(page, "La demande est close");
    await page.goto(`${origin}/head/schemes`);
    await page.locator("[name=scheme]").first().check();
    await page.selectOption("[name=school_year]", year);
    await page.click("text=Noter la participation");
    await says(page, "La participation est notée");
    await page.locator("main button", { hasText: "Y mettre fin" }).first().click();
    await says(page, "La participation a pris fin");
  });
