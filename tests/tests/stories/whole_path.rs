//! The whole path, from the directory to the debrief, and what every dashboard shows of it (EST-5,
//! EST-7, STU-3, STU-5, AGR-5, DSH-1, DSH-2, DSH-3).
use domain::principal::Principal;
use domain::reference::departments;
use proto::v1;
use tests::app::TestApp;
use tests::campaign::{Campaign, clear};
use tests::cast::committee;
use tests::world::World;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn from_the_directory_to_the_debrief() {
    let app = TestApp::start().await;
    let campaign = Campaign::played(&app).await;
    World::read(&*app.app.log).await.is_within_limits();
    the_teacher_sees_the_class(&app, &campaign).await;
    the_head_sees_the_college(&app, &campaign).await;
    the_pupil_sees_their_way(&app, &campaign).await;
    the_host_sees_the_inbox(&app, &campaign).await;
    the_state_sees_figures(&app, &campaign).await;
    the_trail_holds_every_fact(&app, &campaign).await;
}

fn applications(accepted: u64, declined: u64, withdrawn: u64) -> Option<v1::ApplicationCounts> {
    let none = v1::ApplicationCounts::default();
    Some(v1::ApplicationCounts {
        accepted,
        declined,
        withdrawn,
        ..none
    })
}

async fn the_teacher_sees_the_class(app: &TestApp, campaign: &Campaign) {
    let message = v1::GetClassFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        class: campaign.class.clone(),
        min_position: campaign.position,
        as_of: None,
    };
    let answer = app
        .by(campaign.teacher)
        .follow_ups()
        .get_class_follow_up(message)
        .await;
    let class = answer.unwrap().into_inner().follow_up.unwrap();
    assert_eq!(class.label, "3e A");
    assert!(class.main_teacher.starts_with(&campaign.establishment));
    assert_eq!(class.students.len(), 4);
    let shown = |student: &v1::FollowedStudent| {
        let identity = student.identity.clone().unwrap_or_default();
        (student.erased, identity.given_name, identity.family_name)
    };
    let shown: Vec<_> = class.students.iter().map(shown).collect();
    let nobody = (true, String::new(), String::new());
    let pupil = (false, clear::GIVEN.to_owned(), clear::FAMILY.to_owned());
    let of_group = |given: &str| (false, given.to_owned(), clear::FAMILY_OF_GROUP.to_owned());
    let group = [clear::SECOND_OF_GROUP, clear::FIRST_OF_GROUP].map(of_group);
    assert_eq!(shown, [[nobody, pupil], group].concat());
    let totals = class.totals.unwrap();
    assert_eq!((totals.students, totals.access_open), (4, 3));
    assert_eq!(
        (totals.authorisation_valid, totals.authorisation_withdrawn),
        // The pupil who was erased had nobody left who had signed: the head had removed one of the
        // two, and the other was erased.
        (3, 1)
    );
    assert_eq!(totals.application_counts, applications(7, 3, 3));
    let placements = v1::PlacementCounts {
        placed: 2,
        cancelled_by_pupil: 1,
        cancelled_by_host: 1,
        cancelled_by_college: 1,
        completed: 1,
        missed: 1,
    };
    assert_eq!(totals.placement_counts, Some(placements));
    assert_eq!((totals.students_placed, totals.students_completed), (4, 1));
}

async fn the_head_sees_the_college(app: &TestApp, campaign: &Campaign) {
    let message = v1::GetEstablishmentFollowUpRequest {
        school_year: String::new(),
        page_size: 0,
        page_token: String::new(),

        establishment: campaign.establishment.clone(),
        min_position: campaign.position,
        as_of: None,
    };
    let answer = app
        .by(campaign.head)
        .follow_ups()
        .get_establishment_follow_up(message)
        .await;
    let college = answer.unwrap().into_inner().follow_up.unwrap();
    let labels: Vec<&str> = college
        .classes
        .iter()
        .map(|class| class.label.as_str())
        .collect();
    assert_eq!(labels, ["3e A", "3e B", "3e C", "3e D"]);
    let students: Vec<u64> = college
        .classes
        .iter()
        .map(|class| class.totals.as_ref().unwrap().students)
        .collect();
    assert_eq!(students, [4, 0, 0, 1]);
    let sum = college.totals.as_ref().unwrap();
    let first = college.classes[0].totals.as_ref().unwrap();
    assert_eq!(sum.application_counts, first.application_counts);
    assert_eq!(sum.placement_counts, first.placement_counts);
    assert_eq!(sum.students, 5, "the sums of the classes");
}

async fn the_pupil_sees_their_way(app: &TestApp, campaign: &Campaign) {
    let message = v1::GetStudentFollowUpRequest {
        page_size: 0,
        page_token: String::new(),

        student: campaign.student.clone(),
        min_position: campaign.position,
        as_of: None,
    };
    let answer = app
        .by(campaign.pupil)
        .follow_ups()
        .get_student_follow_up(message)
        .await;
    let own = answer.unwrap().into_inner().follow_up.unwrap();
    assert_eq!(own.authorisation(), v1::AuthorisationState::Valid);
    assert_eq!((own.cv_versions, own.access_open), (2, true));
    assert_eq!(own.application_counts, applications(3, 1, 1));
    let newest = &own.applications[0];
    assert_eq!(newest.name, campaign.completed);
    assert_eq!(newest.placement_state(), v1::PlacementState::Completed);
    let facts: Vec<_> = newest.history.iter().map(|entry| entry.fact()).collect();
    assert_eq!(
        facts,
        [
            v1::ApplicationFact::Submitted,
            v1::ApplicationFact::Accepted,
            v1::ApplicationFact::PlacementCompleted,
            v1::ApplicationFact::DebriefRecorded,
        ]
    );

    let name = campaign.completed.clone();
    let message = v1::GetApplicationRequest {
        page_size: 0,
        page_token: String::new(),

        name,
        min_position: campaign.position,
    };
    let answer = app
        .by(campaign.pupil)
        .applications()
        .get_application(message)
        .await;
    let application = answer.unwrap().into_inner().application.unwrap();
    assert_eq!(application.letter, clear::LETTER);
    let placement = application.placement.unwrap();
    assert_eq!(placement.debrief, clear::DEBRIEF);
    assert_eq!(placement.skills().count(), 2);

    let (student, min_position) = (campaign.student.clone(), campaign.position);
    let message = v1::GetCvRequest {
        page_size: 0,
        page_token: String::new(),

        student,
        min_position,
        version: 0,
    };
    let answer = app
        .by(campaign.pupil)
        .students()
        .get_cv(message)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer.cv.unwrap().about, clear::ABOUT);
    assert_eq!(answer.versions.len(), 2);
}

async fn the_host_sees_the_inbox(app: &TestApp, campaign: &Campaign) {
    let message = v1::GetHostInboxRequest {
        host: campaign.host.clone(),
        min_position: campaign.position,
        ..v1::GetHostInboxRequest::default()
    };
    let answer = app
        .by(campaign.farmer)
        .follow_ups()
        .get_host_inbox(message)
        .await;
    let inbox = answer.unwrap().into_inner().inbox.unwrap();
    assert_eq!(inbox.application_counts, applications(7, 3, 3));
    assert_eq!(inbox.applications.len(), 13);
}

async fn the_state_sees_figures(app: &TestApp, campaign: &Campaign) {
    let ain = departments::find("01".parse().unwrap()).unwrap();
    let id = Uuid::new_v4();
    let callers = [
        (
            "departments/01".to_owned(),
            Principal::prefect(id, ain.code),
        ),
        (
            format!("regions/{}", ain.region),
            Principal::region_prefect(id, ain.region),
        ),
        (
            format!("academies/{}", ain.academy),
            Principal::rector(id, ain.academy),
        ),
        ("national".to_owned(), committee()),
    ];
    for (name, caller) in callers {
        let message = v1::GetTerritoryDashboardRequest {
            school_year: String::new(),
            name: name.clone(),
            min_position: campaign.position,
            as_of: None,
            ..v1::GetTerritoryDashboardRequest::default()
        };
        let answer = app
            .by(caller)
            .steering()
            .get_territory_dashboard(message)
            .await;
        let board = answer.unwrap().into_inner().dashboard.unwrap();
        let private = board.private_offers.unwrap();
        // Two seats in four weeks, one in four, two in the week of the copy, and three in four for
        // groups; a withdrawn offer was deposited, without seats.
        assert_eq!((private.offers, private.seats), (5, 26), "{name}");
        let genders = |counts: Option<v1::GenderCounts>| {
            let counts = counts.unwrap();
            (counts.girls, counts.boys, counts.not_stated)
        };
        assert_eq!(genders(board.applications), (5, 2, 6), "{name}");
        assert_eq!(genders(board.placements), (1, 1, 2), "{name}");
        assert_eq!(genders(board.completed), (1, 0, 0), "{name}");
        assert_eq!(
            (board.establishments_registered, board.students),
            (1, 5),
            "{name}"
        );
        assert_eq!(board.sectors.len(), 1, "{name}");
        assert_eq!(
            board.sectors[0].private_offers, board.private_offers,
            "{name}"
        );
    }
}

async fn the_trail_holds_every_fact(app: &TestApp, campaign: &Campaign) {
    use v1::AuthorisationFact::{
        AccessOpened, FormHanded, GuardianCorrected, GuardianErased, GuardianRemoved, PupilErased,
        Recorded, ReplacementConfirmed, ReplacementRecorded, SecondGuardianRecorded,
        WithdrawnByGuardian,
    };
    let message = v1::ListAuthorisationTrailRequest {
        scope: campaign.establishment.clone(),
        min_position: campaign.position,
        ..v1::ListAuthorisationTrailRequest::default()
    };
    for caller in [campaign.head, committee()] {
        let answer = app
            .by(caller)
            .audit()
            .list_authorisation_trail(message.clone())
            .await;
        let trail = answer.unwrap().into_inner().entries;
        let facts: Vec<_> = trail
            .iter()
            .map(v1::AuthorisationTrailEntry::fact)
            .collect();
        let once = [FormHanded, Recorded, AccessOpened];
        let again = [WithdrawnByGuardian, FormHanded, Recorded, AccessOpened];
        let replaced = [
            FormHanded,
            ReplacementRecorded,
            SecondGuardianRecorded,
            ReplacementConfirmed,
            // The head removes the second of the two.
            GuardianRemoved,
        ];
        // The one who is left is erased by themself, and with them goes what rests on them alone; the
        // others are erased with the pupil.
        let erased = [GuardianErased, GuardianErased, GuardianErased, PupilErased];
        let expected: Vec<_> = once
            .into_iter()
            // Two of a group.
            .chain(once)
            .chain(once)
            .chain(once)
            .chain(again)
            .chain([WithdrawnByGuardian])
            .chain(replaced)
            .chain(once)
            .chain([GuardianCorrected, WithdrawnByGuardian])
            .chain(erased)
            .collect();
        assert_eq!(facts, expected);
        assert!(
            trail
                .windows(2)
                .all(|pair| pair[0].position < pair[1].position)
        );
        assert_eq!(trail[1].signed_date, "2025-09-29");
        assert!(
            trail[12].actor.starts_with("guardian:"),
            "{}",
            trail[12].actor
        );
        assert!(trail[21].actor.starts_with("head:"), "{}", trail[21].actor);
        assert!(trail[27].actor.starts_with("guardian:"));
        assert!(trail[28].actor.starts_with("head:") && trail[29].actor.starts_with("head:"));
    }
}
