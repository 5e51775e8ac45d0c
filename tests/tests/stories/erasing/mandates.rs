//! Representatives of the State and who answers for an association are shown what is held of them, and
//! are erased by themselves and by those who appoint or name them.
use super::*;
use crate::accounts::{PASSWORD, messages, sign_in_as};

const AIN: &str = "departments/01";
const NAME: &str = "Anselmine Courtebarbe";
const MAIL: &str = "a.courtebarbe@example.org";

fn identity() -> Option<v1::PersonIdentity> {
    Some(v1::PersonIdentity {
        full_name: NAME.into(),
        mail: MAIL.into(),
    })
}

fn person_of(name: &str) -> Uuid {
    name.rsplit('/').next().unwrap().parse().unwrap()
}

/// A representative whom the log does not know, and whom the operator made a token for.
fn prefect(department: &str) -> Principal {
    Principal::prefect(Uuid::new_v4(), department.parse().unwrap())
}

impl Stage {
    async fn appoints(&self, by: Principal, office: v1::Office, territory: &str) -> String {
        let message = v1::AppointRepresentativeRequest {
            request_id: id(),
            office: office.into(),
            territory: territory.into(),
            identity: identity(),
        };
        let mut mandates = self.app.by(by).mandates();
        let answer = mandates.appoint_representative(message).await.unwrap();
        answer.into_inner().name
    }

    async fn relieves(&self, by: Principal, name: &str) {
        let message = v1::RelieveRepresentativeRequest {
            request_id: id(),
            name: name.into(),
        };
        let mut mandates = self.app.by(by).mandates();
        mandates.relieve_representative(message).await.unwrap();
    }

    async fn erases(&self, by: Principal, name: &str) -> Result<v1::CommandOutcome, Status> {
        let message = v1::EraseRepresentativeRequest {
            request_id: id(),
            name: name.into(),
        };
        let mut privacy = self.app.by(by).privacy();
        let answer = privacy.erase_representative(message).await?;
        Ok(answer.into_inner().outcome.unwrap())
    }

    async fn erases_contact(
        &self,
        by: Principal,
        name: &str,
    ) -> Result<v1::CommandOutcome, Status> {
        let message = v1::ErasePartnerContactRequest {
            request_id: id(),
            name: name.into(),
        };
        let mut privacy = self.app.by(by).privacy();
        let answer = privacy.erase_partner_contact(message).await?;
        Ok(answer.into_inner().outcome.unwrap())
    }

    async fn mandate(&self, name: &str) -> v1::MandateState {
        let message = v1::ListRepresentativesRequest {
            min_position: self.head().await,
            ..v1::ListRepresentativesRequest::default()
        };
        let mut mandates = self.app.by(operator()).mandates();
        let listed = mandates.list_representatives(message).await.unwrap();
        let listed = listed.into_inner().representatives;
        let found = listed.iter().find(|row| row.name == name);
        found.unwrap().state()
    }

    async fn names(&self, by: Principal, territory: &str) -> String {
        let message = v1::NamePartnerRequest {
            request_id: id(),
            association: "Un stage et après".into(),
            territory: territory.into(),
            identity: identity(),
        };
        let answer = self.app.by(by).partners().name_partner(message).await;
        answer.unwrap().into_inner().name
    }

    async fn partner(&self, by: Principal, name: &str) -> v1::Partner {
        let message = v1::GetPartnerRequest {
            name: name.into(),
            min_position: self.head().await,
        };
        let answer = self.app.by(by).partners().get_partner(message).await;
        answer.unwrap().into_inner().partner.unwrap()
    }

    /// How many letters wait for a person, once those that the log asks for are planned.
    async fn letters(&self, person: Uuid) -> usize {
        let head = self.app.app.log.head().await.unwrap();
        self.app.app.mail.wait_for(head).await.unwrap();
        let waiting = messages(&self.app).await.into_iter();
        waiting
            .filter(|letter| letter.recipient.0 == person)
            .count()
    }

    /// The difficulty that a director reports and somebody answers.
    async fn difficulty_answered(&self, by: Principal) {
        let director = Principal::academic_director(Uuid::new_v4(), "01".parse().unwrap());
        let message = v1::ReportDifficultyRequest {
            request_id: id(),
            territory: AIN.into(),
            kind: v1::DifficultyKind::FarOffers.into(),
            words: "Rien à moins de trente kilomètres.".into(),
        };
        let mut campaigns = self.app.by(director).campaigns();
        let reported = campaigns.report_difficulty(message).await.unwrap();
        let message = v1::AnswerDifficultyRequest {
            request_id: id(),
            name: reported.into_inner().name,
            words: "Le car du département les y mène.".into(),
        };
        let mut campaigns = self.app.by(by).campaigns();
        campaigns.answer_difficulty(message).await.unwrap();
    }

    /// The words of all that was said about difficulties in the department.
    async fn words(&self) -> Vec<String> {
        let message = v1::ListDifficultiesRequest {
            territory: AIN.into(),
            min_position: self.head().await,
            ..v1::ListDifficultiesRequest::default()
        };
        let mut campaigns = self.app.by(prefect("01")).campaigns();
        let listed = campaigns.list_difficulties(message).await.unwrap();
        let listed = listed.into_inner().difficulties.into_iter();
        let steps = listed.flat_map(|difficulty| difficulty.history);
        steps.map(|step| step.words).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prefect_sees_what_is_held_and_is_erased_with_the_account_and_the_words() {
    let stage = Stage::set().await;
    let app = &stage.app;
    let name = stage.appoints(operator(), v1::Office::Prefect, AIN).await;
    let person = person_of(&name);
    let own = Principal::prefect(person, "01".parse().unwrap());
    assert_eq!(stage.letters(person).await, 1, "the invitation");
    let letter = messages(app).await.into_iter();
    let mut letter = letter.filter(|letter| letter.recipient.0 == person);
    let message = v1::AcceptInvitationRequest {
        link_token: letter.next().and_then(|letter| letter.link_token).unwrap(),
        password: PASSWORD.into(),
        ..v1::AcceptInvitationRequest::default()
    };
    app.accounts().accept_invitation(message).await.unwrap();
    let session = sign_in_as(app, MAIL, PASSWORD).await.unwrap();
    assert_eq!(session.person_id, person.to_string());
    stage.difficulty_answered(own).await;
    assert!(
        stage
            .words()
            .await
            .contains(&"Le car du département les y mène.".to_owned())
    );

    let held = stage.held(own, &name, "").await.unwrap();
    assert_eq!(held, exported(app, &name, "").await);
    assert_eq!(
        types(&held),
        ["RepresentativeAppointed", "DifficultyAnswered"]
    );
    assert_eq!(held["facts"][0]["content"]["identity"]["name"], NAME);
    assert!(held.to_string().contains("Le car du département"), "{held}");
    assert!(!held.to_string().contains("trente"), "another's words");
    let elsewhere = prefect("69");
    let referent = Principal::referent(Uuid::new_v4(), "01".parse().unwrap());
    for by in [
        elsewhere,
        referent,
        prefect("01"),
        committee(),
        stage.college.head,
    ] {
        let why = refused(stage.held(by, &name, "").await);
        assert_eq!(why.code, Code::NotFound, "{by}");
    }
    let why = refused(stage.held(operator(), &name, "").await);
    assert_eq!(why.code, Code::PermissionDenied);

    // A prefect is the operator's to appoint: nobody else of the State erases one.
    for by in [elsewhere, referent, prefect("01"), committee()] {
        let why = refused(stage.erases(by, &name).await);
        assert_eq!(why.code, Code::NotFound, "{by}");
    }
    let why = refused(stage.erases(stage.college.head, &name).await);
    assert_eq!(why.code, Code::PermissionDenied);
    let message = v1::EraseRepresentativeRequest {
        request_id: id(),
        name: name.clone(),
    };
    let mut privacy = app.by(own).privacy();
    let first = privacy.erase_representative(message.clone()).await.unwrap();
    let again = privacy.erase_representative(message).await.unwrap();
    assert_eq!(
        first.into_inner(),
        again.into_inner(),
        "a retry is answered"
    );
    let why = refused(stage.erases(own, &name).await);
    assert_eq!(why.code, Code::NotFound, "relieved with it");

    assert_eq!(stage.mandate(&name).await, v1::MandateState::Erased);
    assert_eq!(stage.letters(person).await, 0);
    let why = refused(sign_in_as(app, MAIL, PASSWORD).await);
    assert_eq!(why.reason, "SIGN_IN_REFUSED");
    let message = v1::RefreshSessionRequest {
        refresh_token: session.refresh_token,
    };
    assert!(app.accounts().refresh_session(message).await.is_err());
    let words = stage.words().await;
    assert_eq!(words.len(), 2, "the answer stands");
    assert!(words.contains(&String::new()), "without words: {words:?}");
    let left = exported(app, &name, "").await;
    assert_eq!(left["erased"], Value::Bool(true));
    assert!(!left.to_string().contains(NAME) && !left.to_string().contains("Le car"));
    let told = [
        "RepresentativeAppointed",
        "DifficultyAnswered",
        "RepresentativeRelieved",
        "RepresentativeErased",
    ];
    assert_eq!(types(&left), told);
    let why = refused(stage.held(own, &name, "").await);
    assert_eq!(why.code, Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_former_referent_is_erased_by_the_prefect_and_anybody_by_the_operator() {
    let stage = Stage::set().await;
    let ain = prefect("01");
    let name = stage.appoints(ain, v1::Office::Referent, AIN).await;
    let own = Principal::referent(person_of(&name), "01".parse().unwrap());
    stage.relieves(ain, &name).await;
    let found = domain::reference::departments::find("01".parse().unwrap()).unwrap();
    let strangers = [
        own,
        prefect("69"),
        Principal::region_prefect(Uuid::new_v4(), found.region),
        Principal::academic_director(Uuid::new_v4(), found.code),
    ];
    for by in strangers {
        let why = refused(stage.erases(by, &name).await);
        assert_eq!(why.code, Code::NotFound, "{by}");
    }
    let outcome = stage.erases(ain, &name).await.unwrap();
    assert!(!outcome.unchanged);
    assert_eq!(stage.mandate(&name).await, v1::MandateState::Erased);
    assert!(stage.erases(ain, &name).await.unwrap().unchanged);

    let rector = stage
        .appoints(operator(), v1::Office::Rector, "academies/lyon")
        .await;
    let why = refused(stage.erases(ain, &rector).await);
    assert_eq!(why.code, Code::NotFound);
    stage.erases(operator(), &rector).await.unwrap();
    let told = [
        "RepresentativeAppointed",
        "RepresentativeRelieved",
        "RepresentativeErased",
    ];
    assert_eq!(types(&exported(&stage.app, &rector, "").await), told);
    let nobody = format!("representatives/{}", Uuid::new_v4());
    let why = refused(stage.erases(operator(), &nobody).await);
    assert_eq!(why.reason, "REPRESENTATIVE_UNKNOWN");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answers_for_an_association_sees_what_is_held_and_is_erased_and_its_marks_stay() {
    let stage = Stage::set().await;
    let (app, firm) = (&stage.app, stage.firms[0]);
    let offer = firm.offers(stage.commands(), 1).await;
    let name = stage.names(committee(), "national").await;
    let own = Principal::partner(person_of(&name));
    let mut partners = app.by(committee()).partners();
    for assignment in [
        tests::wire::of_host(firm.siret),
        tests::wire::of_establishment(stage.college.uai),
    ] {
        let message = v1::AssignPartnerRequest {
            request_id: id(),
            name: name.clone(),
            assignment,
        };
        partners.assign_partner(message).await.unwrap();
    }
    let message = v1::EvaluateOfferRequest {
        request_id: id(),
        name: of_offer(offer),
        mark: 4,
        comment: "Un accueil soigné.".into(),
    };
    let mut evaluations = app.by(own).evaluations();
    evaluations.evaluate_offer(message).await.unwrap();
    let message = v1::RequestHelpRequest {
        request_id: id(),
        name: tests::wire::of_establishment(stage.college.uai),
        students: vec![],
        words: "Deux élèves sans réseau.".into(),
    };
    let mut by_head = app.by(stage.college.head).help();
    let request = by_head.request_help(message).await.unwrap().into_inner();
    let message = v1::AnswerHelpRequestRequest {
        request_id: id(),
        name: request.name,
        partner: name.clone(),
        words: "Le club vient mardi.".into(),
    };
    let mut by_prefect = app.by(prefect("01")).help();
    by_prefect.answer_help_request(message).await.unwrap();

    let held = stage.held(own, &name, "").await.unwrap();
    assert_eq!(held, exported(app, &name, "").await);
    let told: BTreeSet<&str> = types(&held).into_iter().collect();
    let expected = [
        "EvaluationGiven",
        "HelpRequestAnswered",
        "PartnerAssigned",
        "PartnerNamed",
    ];
    assert_eq!(told, BTreeSet::from(expected));
    assert_eq!(held["facts"][0]["content"]["identity"]["name"], NAME);
    assert!(held.to_string().contains("Un accueil soigné."), "{held}");
    assert!(!held.to_string().contains("mardi"), "another's words");
    for by in [
        committee(),
        prefect("01"),
        Principal::partner(Uuid::new_v4()),
    ] {
        let why = refused(stage.held(by, &name, "").await);
        assert_eq!(why.code, Code::NotFound, "{by}");
    }

    let why = refused(stage.erases_contact(prefect("01"), &name).await);
    assert_eq!(why.code, Code::NotFound, "of the whole country");
    stage.erases_contact(own, &name).await.unwrap();
    let why = refused(stage.erases_contact(own, &name).await);
    assert_eq!(why.code, Code::NotFound, "dismissed with it");
    let partner = stage.partner(committee(), &name).await;
    assert_eq!(partner.state(), v1::PartnerState::Erased);
    assert_eq!(partner.association, "Un stage et après");
    assert_eq!(partner.assignments, [""; 0]);
    assert_eq!(stage.letters(own.id()).await, 0);
    let left = exported(app, &name, "").await;
    assert_eq!(left["erased"], Value::Bool(true));
    assert!(!left.to_string().contains(NAME) && !left.to_string().contains("soigné"));
    let message = v1::ListEvaluationsOfHostRequest {
        host: tests::wire::of_host(firm.siret),
        min_position: stage.head().await,
        ..v1::ListEvaluationsOfHostRequest::default()
    };
    let mut by_host = app.by(firm.caller).evaluations();
    let shown = by_host.list_evaluations_of_host(message).await.unwrap();
    let shown = shown.into_inner().evaluations;
    assert_eq!((shown[0].mark, shown[0].comment.as_str()), (4, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contact_of_a_dismissed_association_is_erased_by_those_of_its_department() {
    let stage = Stage::set().await;
    let ain = prefect("01");
    let name = stage.names(ain, AIN).await;
    let message = v1::DismissPartnerRequest {
        request_id: id(),
        name: name.clone(),
    };
    let mut partners = stage.app.by(ain).partners();
    partners.dismiss_partner(message).await.unwrap();
    let own = Principal::partner(person_of(&name));
    let strangers = [own, prefect("69"), committee()];
    for by in strangers {
        let why = refused(stage.erases_contact(by, &name).await);
        assert_eq!(why.code, Code::NotFound, "{by}");
    }
    let director = Principal::academic_director(Uuid::new_v4(), "01".parse().unwrap());
    let why = refused(stage.erases_contact(director, &name).await);
    assert_eq!(
        why.code,
        Code::PermissionDenied,
        "assigns, and names nobody"
    );
    let referent = Principal::referent(Uuid::new_v4(), "01".parse().unwrap());
    stage.erases_contact(referent, &name).await.unwrap();
    assert!(
        stage
            .erases_contact(operator(), &name)
            .await
            .unwrap()
            .unchanged
    );
    assert_eq!(
        stage.partner(ain, &name).await.state(),
        v1::PartnerState::Erased
    );
    let told = ["PartnerNamed", "PartnerDismissed", "PartnerContactErased"];
    assert_eq!(types(&exported(&stage.app, &name, "").await), told);
    let nobody = format!("partners/{}", Uuid::new_v4());
    let why = refused(stage.erases_contact(operator(), &nobody).await);
    assert_eq!(why.reason, "PARTNER_UNKNOWN");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_acts_by_a_token_of_the_operator_is_shown_what_they_did() {
    let stage = Stage::set().await;
    let (acted, idle) = (prefect("01"), prefect("01"));
    stage.difficulty_answered(acted).await;
    let name = |of: Principal| format!("representatives/{}", of.id());
    let held = stage.held(acted, &name(acted), "").await.unwrap();
    assert_eq!(held, exported(&stage.app, &name(acted), "").await);
    assert_eq!(types(&held), ["DifficultyAnswered"]);
    assert!(held.to_string().contains("Le car du département"), "{held}");
    let why = refused(stage.held(idle, &name(idle), "").await);
    assert_eq!(why.code, Code::NotFound);
    // The log knows no mandate of theirs.
    let why = refused(stage.erases(acted, &name(acted)).await);
    assert_eq!(why.code, Code::NotFound);
}
