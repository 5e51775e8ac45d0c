//! Parental authorisations, access, and what pupils then prepare; guardians who change their mind.
use std::sync::Arc;

use domain::ids::{GuardianId, StudentId};
use domain::principal::Principal;
use eventlog::Clock;
use jiff::Timestamp;
use proto::v1;

use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::words;
use demo_plan::names;
use demo_plan::season::Span;
use demo_plan::seed::happens;
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
    campaign: &Arc<Campaign>,
    span: Span,
    students: &[StudentId],
) -> Result<Vec<Authorised>, DemoError> {
    let these = students.iter().copied().enumerate().collect();
    let one = |campaign: Arc<Campaign>, (pupil, student): (usize, StudentId)| async move {
        let mut dice = campaign.dice(format_args!("authorisation of pupil {pupil}"));
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
            hand(&campaign, pupil, student, "").await?;
            if back {
                now.guardian = Some(record(&campaign, pupil, student, "", None).await?);
                if open {
                    open_access(&campaign, pupil, student, "").await?;
                    now.access = true;
                }
            }
        }
        Ok(now)
    };
    campaign
        .play(
            "guardians authorise, teachers open access",
            span,
            these,
            one,
        )
        .await
}

/// Another form, signed by who signed before where somebody did; access is opened on it.
pub async fn anew(
    campaign: &Campaign,
    pupil: usize,
    of: Authorised,
    again: &str,
) -> Result<Authorised, DemoError> {
    hand(campaign, pupil, of.student, again).await?;
    let guardian = record(campaign, pupil, of.student, again, of.guardian).await?;
    open_access(campaign, pupil, of.student, again).await?;
    Ok(Authorised {
        guardian: Some(guardian),
        access: true,
        ..of
    })
}

async fn hand(
    campaign: &Campaign,
    pupil: usize,
    student: StudentId,
    again: &str,
) -> Result<(), DemoError> {
    let request_id = campaign.request(format_args!("hand {pupil}{again}"));
    let student = resource::of_student(student);
    let message = v1::HandAuthorisationFormRequest {
        handed_date: String::new(),
        request_id,
        student,
    };
    campaign
        .calls
        .ask(campaign.plan.teacher_of(pupil), message)
        .await?;
    Ok(())
}

async fn record(
    campaign: &Campaign,
    pupil: usize,
    student: StudentId,
    again: &str,
    known: Option<GuardianId>,
) -> Result<GuardianId, DemoError> {
    // Who signs again is the same person.
    let mut dice = campaign.dice(format_args!("guardian of pupil {pupil}"));
    let full_name = names::full(&mut dice);
    let scanned = happens(&mut dice, 50);
    // Stands for the digest of a scan: as many hexadecimal digits, the same for the same seed.
    let digest = |n: u8| {
        campaign
            .seed()
            .id(format_args!("scan {pupil}{again} {n}"))
            .simple()
    };
    // Once it is handed out, and before it is recorded.
    let now = Timestamp::from_microsecond(campaign.clock.now().0).unwrap_or_default();
    let signed_date = campaign.plan.zone_of(pupil).day_of(now).to_string();
    // Of a third of the pupils both guardians sign the first form.
    let both = known.is_none() && happens(&mut dice, 33);
    let second_guardian = both.then(|| {
        let full_name = names::full(&mut dice);
        v1::PersonIdentity {
            mail: names::mail(&full_name, "exemple.net"),
            full_name,
        }
    });
    let message = v1::RecordAuthorisationRequest {
        request_id: campaign.request(format_args!("record {pupil}{again}")),
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
        second_guardian,
        known_second_guardian: String::new(),
    };
    let recorded = campaign
        .calls
        .ask(campaign.plan.teacher_of(pupil), message)
        .await?;
    let id = recorded
        .guardian
        .strip_prefix("guardians/")
        .unwrap_or_default();
    Ok(id.parse()?)
}

async fn open_access(
    campaign: &Campaign,
    pupil: usize,
    student: StudentId,
    again: &str,
) -> Result<(), DemoError> {
    let request_id = campaign.request(format_args!("open {pupil}{again}"));
    let message = v1::OpenAccessRequest {
        request_id,
        student: resource::of_student(student),
    };
    campaign
        .calls
        .ask(campaign.plan.teacher_of(pupil), message)
        .await?;
    Ok(())
}

/// Most pupils save a CV; some save a better one.
pub async fn save_cvs(
    campaign: &Arc<Campaign>,
    span: Span,
    pupils: &[Authorised],
) -> Result<(), DemoError> {
    let these = pupils
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, pupil)| pupil.access)
        .collect();
    let one = |campaign: Arc<Campaign>, (pupil, of): (usize, Authorised)| async move {
        let mut dice = campaign.dice(format_args!("cv of pupil {pupil}"));
        let versions = match (happens(&mut dice, 80), happens(&mut dice, 20)) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => 2,
        };
        for version in 1..=versions {
            let given_name = names::given(&mut dice);
            let message = v1::SaveCvRequest {
                etag: String::new(),
                request_id: campaign.request(format_args!("cv {pupil} {version}")),
                student: resource::of_student(of.student),
                cv: Some(words::cv(&mut dice, given_name)),
            };
            campaign
                .calls
                .ask(campaign.plan.pupil(of.student), message)
                .await?;
        }
        Ok(())
    };
    campaign
        .play("pupils save their CVs", span, these, one)
        .await?;
    Ok(())
}

/// The head keeps or cancels each placement of a pupil whose authorisation was withdrawn.
async fn decide_on_flagged(
    campaign: &Campaign,
    pupil: usize,
    student: StudentId,
) -> Result<(), DemoError> {
    let college = campaign.plan.classes[campaign.plan.pupils[pupil]].college;
    let (head, calls) = (campaign.plan.head(college), &campaign.calls);
    let message = v1::GetStudentFollowUpRequest {
        student: resource::of_student(student),
        min_position: calls.position(),
        ..Default::default()
    };
    let seen = calls.ask(head, message).await?;
    for one in seen.follow_up.unwrap_or_default().applications {
        if one.placement_state() != v1::PlacementState::Placed {
            continue;
        }
        let mut dice = campaign.dice(format_args!("head decides on {}", one.name));
        let request_id = campaign.request(format_args!("decide on {}", one.name));
        // Refused where the week has begun.
        if happens(&mut dice, 50) {
            let message = v1::KeepPlacementRequest {
                request_id,
                name: one.name,
            };
            calls.allowed(calls.ask(head, message).await)?;
        } else {
            let message = v1::CancelPlacementByCollegeRequest {
                request_id,
                name: one.name,
                reason: words::college_reason().into(),
            };
            calls.allowed(calls.ask(head, message).await)?;
        }
    }
    Ok(())
}

/// Few guardians take the authorisation back, themselves or by a word to the college; half of
/// them give it again.
pub async fn reconsider(
    campaign: &Arc<Campaign>,
    span: Span,
    pupils: &mut [Authorised],
) -> Result<(), DemoError> {
    let these = pupils
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, pupil)| pupil.access);
    let these: Vec<(usize, Authorised)> = these
        .filter(|(n, _)| happens(&mut campaign.dice(format_args!("reconsider {n}")), 2))
        .collect();
    let one = |campaign: Arc<Campaign>, (pupil, of): (usize, Authorised)| async move {
        let mut dice = campaign.dice(format_args!("guardian reconsiders {pupil}"));
        let (in_person, again) = (happens(&mut dice, 60), happens(&mut dice, 50));
        let who: Principal = match of.guardian {
            Some(guardian) if in_person => campaign.plan.guardian(guardian, of.student),
            Some(_) | None => campaign.plan.teacher_of(pupil),
        };
        let message = v1::WithdrawAuthorisationRequest {
            request_id: campaign.request(format_args!("take back {pupil}")),
            student: resource::of_student(of.student),
        };
        campaign.calls.ask(who, message).await?;
        let mut now = Authorised {
            access: false,
            ..of
        };
        if again {
            now = anew(&campaign, pupil, of, " again").await?;
        } else {
            decide_on_flagged(&campaign, pupil, of.student).await?;
        }
        Ok((pupil, now))
    };
    for (pupil, now) in campaign
        .play("guardians change their mind", span, these, one)
        .await?
    {
        pupils[pupil] = now;
    }
    Ok(())
}
