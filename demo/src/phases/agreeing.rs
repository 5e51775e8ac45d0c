//! Agreements are signed by the four, teachers speak with hosts and visit pupils; some is left undone
//! (AGR-2, AGR-3, AGR-4).
use std::collections::BTreeMap;
use std::sync::Arc;

use domain::calendar::Week;
use domain::ids::{ApplicationId, GuardianId, StudentId};
use domain::principal::Principal;
use domain::reference::zones::PARIS;
use eventlog::Clock;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use proto::v1;
use rand::Rng;

use super::authorising::Authorised;
use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::season::{Half, Span};
use demo_plan::seed::happens;
use wire::names as resource;

/// Agreements that a teacher looks at.
const PAGE: i32 = 200;

/// Who signs for a pupil.
type Guardians = BTreeMap<StudentId, GuardianId>;

/// Each teacher goes through the agreements of the class: most are signed by all, some lack one or
/// more, and with most hosts somebody speaks.
pub async fn sign(
    campaign: &Arc<Campaign>,
    span: Span,
    classes: &[String],
    pupils: &[Authorised],
) -> Result<(), DemoError> {
    let signed = pupils.iter();
    let guardians: Guardians = signed
        .filter_map(|one| Some((one.student, one.guardian?)))
        .collect();
    let guardians = Arc::new(guardians);
    let these = classes.iter().cloned().enumerate();
    let these = these.map(|(n, class)| (n, class, guardians.clone()));
    let one = |campaign: Arc<Campaign>, (n, class, guardians): (usize, String, Arc<Guardians>)| async move {
        for listed in agreements(&campaign, n, class).await? {
            let first_day = wire::calendar::day("first_date", &listed.first_date)?;
            if listed.state() != v1::AgreementState::NotCovered || first_day <= today(&campaign) {
                continue;
            }
            agree(&campaign, n, &listed, &guardians).await?;
            if listed.contact_date.is_empty() {
                speak(&campaign, n, &listed).await?;
            }
        }
        Ok(())
    };
    campaign
        .play("agreements are signed", span, these.collect(), one)
        .await?;
    Ok(())
}

/// Teachers have visited some of their pupils in the weeks of half of a season.
pub async fn visit(
    campaign: &Arc<Campaign>,
    span: Span,
    half: Half,
    classes: &[String],
) -> Result<(), DemoError> {
    let these = classes.iter().cloned().enumerate().collect();
    let one = move |campaign: Arc<Campaign>, (n, class): (usize, String)| async move {
        for listed in agreements(&campaign, n, class).await? {
            let week: Week = listed.week.parse()?;
            let was = campaign.plan.season.half(week) == Some(half);
            let open = listed.state() != v1::AgreementState::Ended && listed.visit_date.is_empty();
            let matter = format!("visit {}", listed.name);
            if was && open && happens(&mut campaign.dice(&matter), 45) {
                let message = v1::RecordVisitRequest {
                    request_id: campaign.request(&matter),
                    name: listed.name,
                    visit_date: listed.first_date,
                    visitor: String::new(),
                    word: "Accueil attentif, élève à l'aise.".into(),
                };
                let teacher = campaign.plan.teacher(n);
                let answer = campaign.calls.ask(teacher, message).await;
                campaign.calls.allowed(answer)?;
            }
        }
        Ok(())
    };
    campaign
        .play("teachers record their visits", span, these, one)
        .await?;
    Ok(())
}

/// The day in Paris.
fn today(campaign: &Campaign) -> Date {
    let now = Timestamp::from_microsecond(campaign.clock.now().0);
    PARIS.day_of(now.unwrap_or_default())
}

/// The agreements of a class.
async fn agreements(
    campaign: &Campaign,
    n: usize,
    class: String,
) -> Result<Vec<v1::ListedAgreement>, DemoError> {
    let message = v1::ListAgreementsRequest {
        class,
        page_size: PAGE,
        min_position: campaign.calls.position(),
        ..v1::ListAgreementsRequest::default()
    };
    let teacher = campaign.plan.teacher(n);
    let answer = campaign.calls.ask(teacher, message).await?;
    Ok(answer.agreements)
}

/// All four sign, or the host alone, or nobody.
async fn agree(
    campaign: &Campaign,
    n: usize,
    listed: &v1::ListedAgreement,
    guardians: &Guardians,
) -> Result<(), DemoError> {
    let matter = format!("agreement {}", listed.name);
    let parties = parties(campaign, n, listed, guardians)?;
    let signing: &[Principal] = match campaign.dice(&matter).random_range(0..100) {
        0..78 => &parties,
        78..92 => &parties[..parties.len().min(1)],
        _ => &[],
    };
    if signing.is_empty() {
        return Ok(());
    }
    let message = v1::GetAgreementRequest {
        name: listed.name.clone(),
        min_position: campaign.calls.position(),
    };
    let teacher = campaign.plan.teacher(n);
    let shown = campaign.calls.ask(teacher, message).await?;
    let versions = shown.agreement.unwrap_or_default().versions;
    let Some(present) = versions.into_iter().next() else {
        return Ok(());
    };
    for signs in signing {
        let message = v1::SignAgreementRequest {
            request_id: campaign.request(format_args!("{matter} {}", signs.id())),
            name: listed.name.clone(),
            version: present.version,
            terms_digest: present.terms_digest.clone(),
        };
        let answer = campaign.calls.ask(*signs, message).await;
        // A pupil whose access was closed since, a guardian who was replaced.
        campaign.calls.allowed(answer)?;
    }
    Ok(())
}

/// The host first, then pupil, guardian and head.
fn parties(
    campaign: &Campaign,
    n: usize,
    listed: &v1::ListedAgreement,
    guardians: &Guardians,
) -> Result<Vec<Principal>, DemoError> {
    let (student, _): (StudentId, ApplicationId) = resource::application("name", &listed.name)?;
    let siret = resource::host("host", &listed.host)?;
    let mut hosts = campaign.plan.hosts.iter();
    let host = hosts.position(|host| host.siret == siret);
    let guardian = guardians.get(&student);
    let head = campaign.plan.head(campaign.plan.classes[n].college);
    let people = [
        host.map(|host| campaign.plan.host_person(host)),
        Some(campaign.plan.pupil(student)),
        guardian.map(|guardian| campaign.plan.guardian(*guardian, student)),
        Some(head),
    ];
    Ok(people.into_iter().flatten().collect())
}

async fn speak(
    campaign: &Campaign,
    n: usize,
    listed: &v1::ListedAgreement,
) -> Result<(), DemoError> {
    let matter = format!("contact {}", listed.name);
    if !happens(&mut campaign.dice(&matter), 70) {
        return Ok(());
    }
    let message = v1::RecordHostContactRequest {
        request_id: campaign.request(&matter),
        name: listed.name.clone(),
        contact_date: today(campaign).saturating_sub(1.day()).to_string(),
        spoken_to: "Au téléphone avec l'accueil : l'élève est attendu.".into(),
    };
    let teacher = campaign.plan.teacher(n);
    let answer = campaign.calls.ask(teacher, message).await;
    campaign.calls.allowed(answer)?;
    Ok(())
}
