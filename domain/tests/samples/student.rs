//! A pupil.
use domain::establishment::Level;
use domain::student::{
    CompletionWitness, DeclineCause, Destination, FlagCause, FormDigest, Gender, Outcome,
    RefusedBecause, Skill, StudentEvent, WithdrawalCause, WithdrawnBy,
};
use jiff::Timestamp;
use jiff::civil::date;

use super::*;

fn at() -> Timestamp {
    "2025-11-20T08:30:00.123456Z".parse().unwrap()
}

pub fn events() -> Vec<StudentEvent> {
    use StudentEvent as E;
    let (application, offer, week, at) = (application(1), offer_id(), week(4), at());
    vec![
        E::StudentEnrolled {
            student: student_id(),
            establishment: uai(),
            class: class(),
            level: Level::Quatrieme,
            school_year: year(),
            gender: Gender::Girl,
            identity: sealed("pupil"),
        },
        E::StudentMoved {
            class: class(),
            level: Level::Troisieme,
            school_year: year().next(),
        },
        E::StudentIdentityCorrected {
            identity: sealed("pupil, corrected"),
        },
        E::StudentGenderCorrected {
            from: Gender::Girl,
            to: Gender::NotStated,
        },
        E::StudentEnrolledByMistake {
            student: student_id(),
        },
        E::StudentLeft {
            destination: Some(Destination {
                establishment: uai(),
                agreed_on: date(2025, 12, 19),
            }),
        },
        E::StudentTakenIn {
            from: "0010039M".parse().unwrap(),
            establishment: uai(),
            class: class(),
            level: Level::Troisieme,
            school_year: year(),
        },
        E::AuthorisationFormHanded {
            by: teacher(),
            on: Some(date(2025, 9, 10)),
        },
        E::AuthorisationRecorded {
            guardian: guardian_id(),
            identity: sealed("guardian"),
            signed_on: date(2025, 9, 12),
            collected_by: teacher(),
            form_digest: Some(FormDigest([0xa5; 32])),
        },
        E::GuardianReplacementRecorded {
            former: domain::ids::GuardianId(uuid::Uuid::from_u128(8)),
            also_former: Some(domain::ids::GuardianId(uuid::Uuid::from_u128(9))),
            guardian: guardian_id(),
            identity: sealed("guardian"),
            signed_on: date(2025, 9, 14),
            collected_by: teacher(),
            form_digest: None,
        },
        E::SecondGuardianRecorded {
            guardian: domain::ids::GuardianId(uuid::Uuid::from_u128(9)),
            identity: sealed("second guardian"),
            waits: true,
        },
        E::SecondGuardianConfirmed {
            guardian: domain::ids::GuardianId(uuid::Uuid::from_u128(9)),
            by: teacher(),
        },
        E::GuardianReplacementConfirmed {
            guardian: guardian_id(),
            by: teacher(),
        },
        E::GuardianIdentityCorrected {
            guardian: guardian_id(),
            identity: sealed("guardian, corrected"),
        },
        E::AuthorisationLapsed {
            school_year: year().next(),
        },
        E::AccessOpened { by: teacher() },
        E::AccessClosed {
            school_year: year(),
        },
        E::StudentInvited {
            by: teacher(),
            address: sealed("address"),
        },
        E::AuthorisationWithdrawn {
            by: WithdrawnBy::Guardian,
        },
        E::CvSaved {
            version: 1,
            cv: sealed("CV"),
        },
        E::LetterDrafted {
            draft: domain::ids::DraftId(uuid::Uuid::from_u128(10)),
            offer,
            version: 2,
            letter: sealed("draft"),
        },
        E::LetterDraftDiscarded {
            draft: domain::ids::DraftId(uuid::Uuid::from_u128(10)),
        },
        E::LetterDraftUsed {
            draft: domain::ids::DraftId(uuid::Uuid::from_u128(10)),
            application,
        },
        E::CommentLeft {
            comment: domain::ids::CommentId(uuid::Uuid::from_u128(11)),
            by: teacher(),
            about: domain::student::Commented::Draft {
                draft: domain::ids::DraftId(uuid::Uuid::from_u128(10)),
                version: 2,
            },
            text: sealed("comment"),
        },
        E::ApplicationSubmitted {
            application,
            offer,
            host: siret(),
            week,
            sector: "agriculture".parse().unwrap(),
            letter: sealed("letter"),
            at,
        },
        E::ApplicationExamined { application, at },
        E::ApplicationDeclined {
            application,
            cause: DeclineCause::ByHost {
                message: sealed("message"),
            },
        },
        E::DeclineUndone { application, at },
        E::ApplicationExpired {
            application,
            due: date(2026, 1, 14),
        },
        E::HostReminded {
            application,
            after_days: 7,
            expires_on: date(2026, 1, 14),
        },
        E::ApplicationWithdrawn {
            application,
            cause: WithdrawalCause::PlacedThatWeek {
                by: super::application(2),
            },
        },
        E::CvSent {
            application,
            version: 2,
        },
        E::ApplicationJoinedGroup {
            application,
            group: group(),
            first: true,
        },
        E::WeekKeptForGroup {
            application,
            group: group(),
            week,
        },
        E::ApplicationReinstated { application, at },
        E::ApplicationAccepted {
            application,
            offer,
            week,
            message: None,
        },
        E::AcceptanceRefused {
            application,
            offer,
            week,
            because: RefusedBecause::PlacedElsewhereThatWeek,
        },
        E::PlacementCancelledByPupil {
            application,
            offer,
            week,
            reason: sealed("reason"),
        },
        E::PlacementCancelledByHost {
            application,
            offer,
            week,
            reason: sealed("reason"),
        },
        E::PlacementCancelledByErasure {
            application,
            offer,
            week,
        },
        E::PlacementFlagged {
            application,
            cause: FlagCause::AuthorisationWithdrawn,
        },
        E::PlacementKept { application },
        E::PlacementFlagSettled { application },
        E::PlacementCancelledByCollege {
            application,
            offer,
            week,
            reason: sealed("reason"),
        },
        E::PlacementCompleted {
            application,
            witness: CompletionWitness::Host,
        },
        E::PlacementMissed {
            application,
            witness: CompletionWitness::College,
        },
        E::PlacementOutcomeCorrected {
            application,
            outcome: Outcome::Missed,
            witness: CompletionWitness::College,
        },
        E::PlacementOutcomeToldToo {
            application,
            outcome: Outcome::Completed,
            witness: CompletionWitness::Host,
        },
        E::DebriefRecorded {
            application,
            skills: vec![Skill::Languages, Skill::NaturalAndTechnicalSystems],
            debrief: sealed("debrief"),
        },
        E::TravelAidGranted {
            application,
            cents: 2_450,
            granted_on: date(2026, 1, 12),
        },
        E::TravelAidCorrected {
            application,
            cents: 0,
            granted_on: date(2026, 1, 12),
            reason: sealed("reason"),
        },
        E::GuardianRemoved {
            guardian: guardian_id(),
            by: teacher(),
        },
        E::GuardianErased {
            guardian: guardian_id(),
        },
        E::StudentErased {
            student: student_id(),
        },
    ]
}
