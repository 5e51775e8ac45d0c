//! The figures agree after corrections too: of gender and outcome, of who was enrolled by mistake
//! and who changed college (STU-16, STU-17).
use std::collections::BTreeMap;

use demo_plan::testing::new_event;
use domain::ids::{ApplicationId, ClassId, StudentId, Uai};
use domain::schema::Fact;
use domain::student::{CompletionWitness, Gender, Outcome, StudentEvent};

use super::*;
use crate::record::decode;

/// What of a pupil matters here.
struct Known {
    uai: Uai,
    gender: Gender,
    applied: bool,
    completed: Option<ApplicationId>,
    erased: bool,
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only what matters here is named"
)]
fn known(events: &[Recorded]) -> (BTreeMap<StudentId, Known>, BTreeMap<Uai, ClassId>) {
    let (mut pupils, mut classes) = (BTreeMap::new(), BTreeMap::new());
    for event in events {
        let Fact::Student(student, event) = decode(event).unwrap().fact else {
            continue;
        };
        match event {
            StudentEvent::StudentEnrolled {
                establishment,
                class,
                gender,
                ..
            } => {
                classes.insert(establishment, class);
                let known = Known {
                    uai: establishment,
                    gender,
                    applied: false,
                    completed: None,
                    erased: false,
                };
                pupils.insert(student, known);
            }
            StudentEvent::ApplicationSubmitted { .. } => {
                pupils.get_mut(&student).unwrap().applied = true;
            }
            StudentEvent::PlacementCompleted { application, .. } => {
                pupils.get_mut(&student).unwrap().completed = Some(application);
            }
            StudentEvent::StudentErased { .. } => pupils.get_mut(&student).unwrap().erased = true,
            _ => {}
        }
    }
    (pupils, classes)
}

async fn tell(log: &dyn EventLog, student: StudentId, event: &StudentEvent) {
    let stream = StreamId::new("student", &student.to_string()).unwrap();
    let append = Append {
        recorded_at: None,
        expected: log.stream_version(&stream).await.unwrap(),
        stream,
        events: vec![new_event(Uuid::new_v4(), event)],
    };
    log.append(append).await.unwrap();
}

#[tokio::test]
async fn figures_agree_after_corrections() {
    let log = log().await;
    let year = domain::calendar::SchoolYear::beginning_in(2025);
    let (pupils, classes) = known(&Campaign::play(21, SMALL).recorded());
    let (mut genders, mut outcomes, mut mistakes, mut changes) = (0, 0, 0, 0);
    for (n, (student, pupil)) in pupils.iter().enumerate() {
        if pupil.erased {
            continue;
        }
        // Beside each of them somebody who never was a pupil.
        let nobody = StudentId(Uuid::from_u128(0xabc0 + n as u128));
        let enrolled = StudentEvent::StudentEnrolled {
            student: nobody,
            establishment: pupil.uai,
            class: classes[&pupil.uai],
            level: domain::establishment::Level::Troisieme,
            school_year: year,
            gender: Gender::NotStated,
            identity: domain::sealed::Sealed::from_text("sealed"),
        };
        tell(&*log, nobody, &enrolled).await;
        let event = StudentEvent::StudentEnrolledByMistake { student: nobody };
        tell(&*log, nobody, &event).await;
        mistakes += 1;
        if !pupil.applied {
            continue;
        }
        if n % 2 == 0 {
            let to = match pupil.gender {
                Gender::Girl => Gender::Boy,
                Gender::Boy | Gender::NotStated => Gender::Girl,
            };
            let from = pupil.gender;
            tell(
                &*log,
                *student,
                &StudentEvent::StudentGenderCorrected { from, to },
            )
            .await;
            genders += 1;
        }
        if n % 3 == 0
            && let Some((establishment, class)) = classes.iter().find(|(uai, _)| **uai != pupil.uai)
        {
            let left = StudentEvent::StudentLeft { destination: None };
            tell(&*log, *student, &left).await;
            let taken_in = StudentEvent::StudentTakenIn {
                from: pupil.uai,
                establishment: *establishment,
                class: *class,
                level: domain::establishment::Level::Troisieme,
                school_year: year,
            };
            tell(&*log, *student, &taken_in).await;
            changes += 1;
        }
        if let Some(application) = pupil.completed {
            let corrected = StudentEvent::PlacementOutcomeCorrected {
                application,
                outcome: Outcome::Missed,
                witness: CompletionWitness::College,
            };
            tell(&*log, *student, &corrected).await;
            outcomes += 1;
        }
    }
    for told in [genders, outcomes, mistakes, changes] {
        assert!(told > 0, "{genders} {outcomes} {mistakes} {changes}");
    }
    let report = verify(&*log, None, None).await.unwrap();
    let differing: Vec<_> = report.figures.iter().filter(|one| !one.agrees()).collect();
    assert!(report.passed() && differing.is_empty(), "{differing:?}");
    // The dashboards of the State count as many pupils as the classes of the colleges.
    let folds = crate::folds_at(&*log, None, report.head).await.unwrap();
    for (_, college) in folds.entities().establishments() {
        let shown =
            folds
                .follow_up()
                .fold()
                .establishment(folds.entities(), college.uai, Some(year));
        let in_classes = shown.unwrap().totals.pupils;
        let counted = u32::try_from(college.pupils_in(Some(year))).unwrap();
        assert_eq!(counted, in_classes, "{}", college.uai);
    }
}
