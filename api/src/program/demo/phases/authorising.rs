//! Parental authorisations, access, and what pupils then prepare; guardians who change their mind.
use std::sync::Arc;

use commands::day_in;
use domain::ids::{GuardianId, StudentId};
use domain::principal::Principal;
use eventlog::Clock;
use jiff::Timestamp;
use proto::v1;

use super::super::chance::happens;
use super::super::error::DemoError;
use super::super::season::Span;
use super::super::stage::Stage;
use super::super::{names, words};
use wire::names as resource;

/// How far the authorisation of a pupil has come.
#[derive(Clone, Copy, Debug)]
pub struct Authorised {
    /// The pupil.
    pub student: StudentId,
    /// Who signed, where a form was recorded.
    pub guardian: Option<GuardianId>,
    /// The pupil may act.
    pub access: bool,
}

/// Forms are handed out, come back signed for most, and access is opened.
pub async fn authorise(
    stage: &Arc<Stage>,
    span: Span,
    students: &[StudentId],
) -> Result<Vec<Authorised>, DemoError> {
    let these = students.iter().copied().enumerate().collect();
    let one = |stage: Arc<Stage>, (pupil, student): (usize, StudentId)| async move {
        let mut dice = stage.dice(format_args!("authorisation of pupil {pupil}"));
        let mut now = Authorised {
            student,
            guardian: None,
            access: false,
        };
        let (handed, back, open) = (
            happens(&mut dice, 98),
            happens(&mut dice, 97),
            happens(&mut dice, 99),
        );
        if handed {
            hand(&stage, pupil, student, "").await?;
            if back {
                now.guardian = Some(record(&stage, pupil, student, "", None).await?);
                if open {
                    open_access(&stage, pupil, student, "").await?;
                    now.access = true;
                }
            }
        }
        Ok(now)
    };
    stage
        .play(
            "guardians authorise, teachers open access",
            span,
            these,
            one,
        )
        .await
}

async fn hand(
    stage: &Stage,
    pupil: usize,
    student: StudentId,
    again: &str,
) -> Result<(), DemoError> {
    let request_id = stage.chance().request(format_args!("hand {pupil}{again}"));
    let student = resource::of_student(student);
    let message = v1::HandAuthorisationFormRequest {
        handed_date: String::new(),
        request_id,
        student,
    };
    stage
        .calls
        .hand_authorisation_form(stage.plan.teacher_of(pupil), message)
        .await?;
    Ok(())
}

async fn record(
    stage: &Stage,
    pupil: usize,
    student: StudentId,
    again: &str,
    known: Option<GuardianId>,
) -> Result<GuardianId, DemoError> {
    // Who signs again is the same person.
    let mut dice = stage.dice(format_args!("guardian of pupil {pupil}"));
    let full_name = names::full(&mut dice);
    let scanned = happens(&mut dice, 50);
    // Stands for the digest of a scan: as many hexadecimal digits, the same for the same seed.
    let digest = |n: u8| {
        stage
            .chance()
            .id(format_args!("scan {pupil}{again} {n}"))
            .simple()
    };
    // Once it is handed out, and before it is recorded.
    let now = Timestamp::from_microsecond(stage.clock.now().0).unwrap_or_default();
    let signed_date = day_in(now, stage.plan.zone_of(pupil)).to_string();
    let message = v1::RecordAuthorisationRequest {
        request_id: stage
            .chance()
            .request(format_args!("record {pupil}{again}")),
        student: resource::of_student(student),
        guardian: Some(v1::PersonIdentity {
            mail: names::mail(&full_name, "exemple.fr"),
            full_name,
        }),
        signed_date,
        form_digest: if scanned {
            format!("{}{}", digest(1), digest(2))
        } else {
            String::new()
        },
        known_guardian: known.map(resource::of_guardian).unwrap_or_default(),
    };
    let recorded = stage
        .calls
        .record_authorisation(stage.plan.teacher_of(pupil), message)
        .await?;
    let id = recorded
        .guardian
        .strip_prefix("guardians/")
        .unwrap_or_default();
    Ok(id.parse()?)
}

async fn open_access(
    stage: &Stage,
    pupil: usize,
    student: StudentId,
    again: &str,
) -> Result<(), DemoError> {
    let request_id = stage.chance().request(format_args!("open {pupil}{again}"));
    let message = v1::OpenAccessRequest {
        request_id,
        student: resource::of_student(student),
    };
    stage
        .calls
        .open_access(stage.plan.teacher_of(pupil), message)
        .await?;
    Ok(())
}

/// Most pupils save a CV; some save a better one.
pub async fn save_cvs(
    stage: &Arc<Stage>,
    span: Span,
    pupils: &[Authorised],
) -> Result<(), DemoError> {
    let these = pupils
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, pupil)| pupil.access)
        .collect();
    let one = |stage: Arc<Stage>, (pupil, of): (usize, Authorised)| async move {
        let mut dice = stage.dice(format_args!("cv of pupil {pupil}"));
        let versions = match (happens(&mut dice, 80), happens(&mut dice, 20)) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => 2,
        };
        for version in 1..=versions {
            let given_name = names::given(&mut dice);
            let message = v1::SaveCvRequest {
                etag: String::new(),
                request_id: stage.chance().request(format_args!("cv {pupil} {version}")),
                student: resource::of_student(of.student),
                cv: Some(words::cv(&mut dice, given_name)),
            };
            stage
                .calls
                .save_cv(stage.plan.pupil(of.student), message)
                .await?;
        }
        Ok(())
    };
    stage
        .play("pupils save their CVs", span, these, one)
        .await?;
    Ok(())
}

/// Few guardians take the authorisation back, themselves or by a word to the college; half of
/// them give it again.
pub async fn reconsider(
    stage: &Arc<Stage>,
    span: Span,
    pupils: &mut [Authorised],
) -> Result<(), DemoError> {
    let these = pupils
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, pupil)| pupil.access);
    let these: Vec<(usize, Authorised)> = these
        .filter(|(n, _)| happens(&mut stage.dice(format_args!("reconsider {n}")), 2))
        .collect();
    let one = |stage: Arc<Stage>, (pupil, of): (usize, Authorised)| async move {
        let mut dice = stage.dice(format_args!("guardian reconsiders {pupil}"));
        let (in_person, again) = (happens(&mut dice, 60), happens(&mut dice, 50));
        let who: Principal = match of.guardian {
            Some(guardian) if in_person => stage.plan.guardian(guardian, of.student),
            Some(_) | None => stage.plan.teacher_of(pupil),
        };
        let message = v1::WithdrawAuthorisationRequest {
            request_id: stage.chance().request(format_args!("take back {pupil}")),
            student: resource::of_student(of.student),
        };
        stage.calls.withdraw_authorisation(who, message).await?;
        let mut now = Authorised {
            access: false,
            ..of
        };
        if again {
            hand(&stage, pupil, of.student, " again").await?;
            now.guardian = Some(record(&stage, pupil, of.student, " again", of.guardian).await?);
            open_access(&stage, pupil, of.student, " again").await?;
            now.access = true;
        }
        Ok((pupil, now))
    };
    for (pupil, now) in stage
        .play("guardians change their mind", span, these, one)
        .await?
    {
        pupils[pupil] = now;
    }
    Ok(())
}
