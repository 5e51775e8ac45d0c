//! What is held of somebody, shown to them and nobody else.
use super::*;

/// The kinds of streams in which a person is told to have done something.
fn acted_in(held: &Value, person: Uuid) -> BTreeSet<String> {
    let facts = held["facts"].as_array().unwrap().iter();
    let person = person.to_string();
    facts
        .filter(|fact| fact["actor"].as_str().unwrap().ends_with(&person))
        .map(|fact| fact["stream"].as_str().unwrap().split('-').next().unwrap())
        .map(ToOwned::to_owned)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_shown_what_is_held_of_them_and_of_nobody_else() {
    let stage = Stage::set().await;
    let (pupil, other) = (stage.pupil().await, stage.pupil().await);
    let elsewhere = College::registered(stage.commands(), 2).await;
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(stage.firms[0], application).await.unwrap();
    let name = of_student(pupil.student);

    let held = stage.held(pupil.guardian, &name, "").await.unwrap();
    for by in [pupil.caller, stage.college.head] {
        assert_eq!(stage.held(by, &name, "").await.unwrap(), held);
    }
    let expected = [
        "StudentEnrolled",
        "AuthorisationFormHanded",
        "AuthorisationRecorded",
        "AccessOpened",
        "ApplicationSubmitted",
        "SeatTaken",
        "ApplicationAccepted",
        "AgreementOpened",
    ];
    assert_eq!(types(&held), expected);
    let content = |n: usize| &held["facts"][n]["content"];
    assert_eq!(content(0)["identity"]["given_name"], "Aïcha");
    assert_eq!(
        content(2)["identity"],
        Value::Null,
        "the guardian's, not the pupil's"
    );
    assert_eq!(content(4)["letter"], "Votre métier m'intéresse.");
    assert_eq!(content(5)["message"], "Bienvenue.");
    assert!(content(7)["terms"]["words"]["activities"].is_string());
    assert!(
        held["facts"][0]["recorded_time"]
            .as_str()
            .unwrap()
            .starts_with("2025-09-29")
    );

    let guardian = format!("guardians/{}", pupil.guardian.id());
    let of_guardian = stage.held(pupil.guardian, &guardian, &name).await.unwrap();
    assert_eq!(
        of_guardian["facts"][0]["content"]["identity"]["name"],
        "La mère"
    );
    let (teacher, _) = stage.college.teacher.as_staff().unwrap();
    let own = of_staff(stage.college.uai, teacher);
    let of_teacher = stage.held(stage.college.teacher, &own, "").await.unwrap();
    assert_eq!(
        of_teacher["facts"][0]["content"]["identity"]["name"],
        "Le professeur"
    );
    let firm = stage.firms[0];
    let person = format!("hosts/{}/people/{}", firm.siret, firm.caller.id());
    let of_person = stage.held(firm.caller, &person, "").await.unwrap();
    assert_eq!(
        of_person["facts"][0]["content"]["identity"]["name"],
        "La fermière"
    );

    let refusals = [
        (other.guardian, &name),
        (other.caller, &name),
        (elsewhere.head, &name),
        (stage.college.teacher, &name),
        (firm.caller, &name),
        (pupil.caller, &guardian),
        (other.guardian, &guardian),
        (stage.college.head, &own),
        (stage.firms[1].caller, &person),
        (stage.college.head, &person),
    ];
    for (by, whose) in refusals {
        let refusal = refused(stage.held(by, whose, &name).await);
        assert_eq!(refusal.code, Code::NotFound, "{by} of {whose}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_is_shown_what_they_did_in_the_streams_of_others_as_the_export_is() {
    let stage = Stage::set().await;
    let (pupil, college, firm) = (stage.pupil().await, stage.college, stage.firms[0]);
    let name = of_student(pupil.student);
    let [offer, _] = stage.offers(1).await;
    let application = stage.submit(pupil, offer, WEEKS[0]).await.unwrap();
    stage.accept(firm, application).await.unwrap();
    // The head withdraws one form, and the guardian of the next erases the child: of the seat that
    // is given back only the offer's stream tells.
    let other = stage.pupil().await;
    let commands = stage.commands();
    let request = ask(college.head);
    commands
        .handle(request.clone())
        .withdraw_authorisation(other.student)
        .await
        .unwrap();
    let staff = |caller: Principal| of_staff(college.uai, caller.as_staff().unwrap().0);
    let guardian = format!("guardians/{}", pupil.guardian.id());
    let person = format!("hosts/{}/people/{}", firm.siret, firm.caller.id());
    let of_others = async |by: Principal, whose: Principal, own: &str, child: &str| {
        let shown = stage.held(by, own, child).await.unwrap();
        assert_eq!(shown, exported(&stage.app, own, child).await, "{own}");
        acted_in(&shown, whose.id())
    };
    let kinds = |kinds: &[&str]| -> BTreeSet<String> {
        kinds.iter().map(|kind| (*kind).to_owned()).collect()
    };
    let (head, teacher) = (college.head, college.teacher);
    assert_eq!(
        of_others(head, head, &staff(head), "").await,
        kinds(&["establishment", "student"])
    );
    assert_eq!(
        of_others(teacher, teacher, &staff(teacher), "").await,
        kinds(&["establishment", "student"])
    );
    assert_eq!(
        of_others(firm.caller, firm.caller, &person, "").await,
        kinds(&["agreement", "host", "offer", "student"])
    );
    assert_eq!(
        of_others(pupil.caller, pupil.caller, &name, "").await,
        kinds(&["student"])
    );
    assert_eq!(
        of_others(head, pupil.guardian, &guardian, &name).await,
        kinds(&[])
    );
    stage.erase(pupil.guardian, pupil).await.unwrap();
    assert_eq!(
        of_others(head, pupil.guardian, &guardian, &name).await,
        kinds(&["agreement", "offer", "student"])
    );
    assert_eq!(
        of_others(head, pupil.caller, &name, "").await,
        kinds(&["student"])
    );
    // What the guardian did is found, and for nobody else's child.
    let refusal = refused(
        stage
            .held(head, &guardian, &of_student(other.student))
            .await,
    );
    assert_eq!(refusal.code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_whole_campaign_everybody_is_shown_what_the_export_finds() {
    let app = TestApp::start().await;
    let campaign = Campaign::played(&app).await;
    let uai = campaign.establishment.rsplit('/').next().unwrap();
    let staff = |caller: Principal| of_staff(uai.parse().unwrap(), caller.as_staff().unwrap().0);
    let person = format!("{}/people/{}", campaign.host, campaign.farmer.id());
    let student = student_of(&campaign.student);
    let guardian = app
        .app
        .queries
        .engine
        .read(|folds| folds.entities().student(student).unwrap().guardian);
    let guardian = Principal::guardian(guardian.unwrap(), student);
    for (by, own) in [
        (campaign.head, staff(campaign.head)),
        (campaign.teacher, staff(campaign.teacher)),
        (campaign.farmer, person),
        (campaign.pupil, campaign.student.clone()),
        (guardian, format!("guardians/{}", guardian.id())),
    ] {
        let shown = held(&app, by, &own, &campaign.student).await.unwrap();
        let exported = exported(&app, &own, &campaign.student).await;
        assert_eq!(shown, exported, "{own}");
    }
}
