//! The next school year: a class of quatrième moves up with its CVs, some heads hand over, hosts copy
//! their offers, and what nobody answers expires (EST-13, EST-1a, STU-13, STU-16).
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::calendar::{SchoolYear, Week};
use domain::establishment::Level;
use domain::ids::{OfferId, StaffId};
use domain::principal::Principal;
use domain::reference::departments;
use domain::reference::holidays::{WeekStatus, builtin, is_known};
use proto::v1;
use rand::Rng;

use super::answering::{Round, WAITING, answer, inbox};
use super::applying::{Applicant, apply};
use super::authorising::{self, Authorised};
use super::completing;
use super::opening::{lead_class, of_the_academy};
use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::script::FirstYear;
use demo_plan::season::{Half, Season, Span};
use demo_plan::seed::{happens, some_of};
use wire::names as resource;

const LOOK_AGAIN: Duration = Duration::from_millis(100);
const LOOKS: usize = 600;
const ROUND: &str = "next year";

/// A class that moves up.
#[derive(Clone)]
pub(super) struct MovesUp {
    /// Its number in the plan.
    pub(super) class: usize,
    /// Its name in the year that is over.
    name: String,
    /// The weeks that its college chooses for the next one.
    pub(super) weeks: Vec<Week>,
}

/// Who takes part in the next school year.
pub(super) struct Cast {
    pub(super) season: Season,
    pub(super) moving: Vec<MovesUp>,
    /// The heads of their colleges, those who take over in place of those who hand over.
    heads: BTreeMap<usize, Principal>,
}

impl Cast {
    pub(super) fn span(&self, from: (i8, i8), until: (i8, i8)) -> Span {
        self.season.span(from, until)
    }

    pub(super) fn head(&self, campaign: &Campaign, college: usize) -> Principal {
        let found = self.heads.get(&college).copied();
        found.unwrap_or_else(|| campaign.plan.head(college))
    }

    fn weeks_of(&self, campaign: &Campaign, college: usize) -> Option<&[Week]> {
        let of = |one: &&MovesUp| campaign.plan.classes[one.class].college == college;
        self.moving.iter().find(of).map(|one| one.weeks.as_slice())
    }
}

/// The next school year, as far as it was played.
pub struct NextYear {
    /// Which.
    pub year: SchoolYear,
    pub(super) cast: Cast,
    /// The pupils who moved up, by their number in the plan.
    pub(super) pupils: Vec<(usize, Authorised)>,
}

impl NextYear {
    /// The first pupil who moved up and may act, with their number in the plan.
    pub fn first_pupil(&self) -> Option<(usize, Authorised)> {
        let mut pupils = self.pupils.iter().copied();
        pupils.find(|(_, one)| one.access && one.guardian.is_some())
    }

    /// Who is head of a college by now.
    pub fn head(&self, campaign: &Campaign, college: usize) -> Principal {
        self.cast.head(campaign, college)
    }
}

/// Plays it until Christmas; gives who took part. `None` where no class moves up, or the
/// school holidays of the year are not known yet.
pub async fn play(
    campaign: &Arc<Campaign>,
    first: &FirstYear,
) -> Result<Option<NextYear>, DemoError> {
    let year = campaign.plan.season.year.next();
    let mut cast = Cast {
        season: Season { year },
        moving: moving(campaign, first, year),
        heads: BTreeMap::new(),
    };
    if cast.moving.is_empty() {
        return Ok(None);
    }
    hosts_copy(campaign, &cast, &first.offers).await?;
    cast.heads = hand_over(campaign, &cast).await?;
    let classes = open_the_year(campaign, &cast).await?;
    teachers(campaign, &cast, &classes).await?;
    let pupils = authorise(campaign, &cast, &first.pupils).await?;
    correct(campaign, &cast, &pupils).await?;
    let applicants = pupils.iter().filter(|(_, one)| one.access);
    let applicants = applicants.map(|(pupil, one)| Applicant {
        pupil: *pupil,
        student: one.student,
        wants: (2, 4),
        weeks: [].into(),
    });
    apply(
        campaign,
        cast.span((10, 1), (10, 8)),
        ROUND,
        applicants.collect(),
    )
    .await?;
    let round = Round {
        name: ROUND,
        reading: cast.span((10, 10), (10, 12)),
        accepting: cast.span((10, 12), (10, 16)),
        declining: cast.span((10, 16), (10, 18)),
        yes: 45,
        no: 20,
    };
    answer(campaign, round).await?;
    the_rest_expires(campaign, cast.span((12, 20), (12, 21))).await?;
    let span = cast.span((12, 21), (12, 22));
    completing::hosts_confirm(campaign, span, cast.season, Half::Autumn).await?;
    Ok(Some(NextYear { year, cast, pupils }))
}

fn moving(campaign: &Campaign, first: &FirstYear, year: SchoolYear) -> Vec<MovesUp> {
    let season = Season { year };
    let classes = campaign.plan.classes.iter().zip(&first.classes).enumerate();
    let of_quatrieme = classes.filter(|(_, (class, _))| class.level == Level::Quatrieme);
    let found = of_quatrieme.filter_map(|(number, (class, name))| {
        let listed = &campaign.plan.colleges[class.college].listed;
        let zone = departments::find(listed.department)?.holiday_zone?;
        if !is_known(zone, year) {
            return None;
        }
        let open = season.weeks(Half::Autumn, &builtin(zone, year), WeekStatus::Open);
        let mut dice = campaign.dice(format_args!("next weeks of {}", listed.uai));
        let mut weeks = some_of(&mut dice, &open, 2);
        weeks.sort_unstable();
        let name = name.clone();
        (!weeks.is_empty()).then_some(MovesUp {
            class: number,
            name,
            weeks,
        })
    });
    found.collect()
}

/// In June hosts near the colleges copy most of their offers; a withdrawn one is not copied.
async fn hosts_copy(
    campaign: &Arc<Campaign>,
    cast: &Cast,
    offers: &[OfferId],
) -> Result<(), DemoError> {
    let planned = campaign.plan.offers.iter().zip(offers).enumerate();
    let these = planned.filter_map(|(number, (offer, id))| {
        let weeks = cast.weeks_of(campaign, offer.college)?;
        let mut dice = campaign.dice(format_args!("copies {number}"));
        let copies = offer.group.is_none() && !offer.reserved && happens(&mut dice, 60);
        copies.then(|| (number, offer.host, *id, weeks.to_vec()))
    });
    let span = cast.span((6, 10), (6, 20));
    copy_offers(campaign, "hosts copy their offers", span, these.collect()).await
}

/// Of each: its number in the plan, its host, the offer to copy, and the weeks of the copy.
pub(super) type Copied = (usize, usize, OfferId, Vec<Week>);

/// Hosts copy offers to other weeks, within a span of the campaign's time.
pub(super) async fn copy_offers(
    campaign: &Arc<Campaign>,
    phase: &'static str,
    span: Span,
    these: Vec<Copied>,
) -> Result<(), DemoError> {
    let one = |campaign: Arc<Campaign>, (number, host, offer, weeks): Copied| async move {
        let message = v1::CopyOfferRequest {
            request_id: campaign.request(format_args!("{phase}: {number}")),
            name: resource::of_offer(offer),
            weeks: weeks.iter().map(ToString::to_string).collect(),
        };
        let caller = campaign.plan.host_person(host);
        let calls = &campaign.calls;
        calls.allowed(calls.ask(caller, message).await)?;
        Ok(())
    };
    campaign.play(phase, span, these, one).await?;
    Ok(())
}

/// Some heads leave; gives who is head where.
async fn hand_over(
    campaign: &Arc<Campaign>,
    cast: &Cast,
) -> Result<BTreeMap<usize, Principal>, DemoError> {
    let mut colleges: Vec<usize> = cast
        .moving
        .iter()
        .map(|one| campaign.plan.classes[one.class].college)
        .collect();
    colleges.dedup();
    let leaves = |college: &usize| {
        let mut dice = campaign.dice(format_args!("the head of {college} leaves"));
        *college == colleges[0] || happens(&mut dice, 15)
    };
    let these = colleges.iter().copied().filter(leaves).collect();
    let one = |campaign: Arc<Campaign>, college: usize| async move {
        let uai = campaign.plan.colleges[college].listed.uai;
        let name = resource::of_establishment(uai);
        let successor = of_the_academy(&campaign, college, "successor");
        let message = v1::HandOverEstablishmentRequest {
            request_id: campaign.request(format_args!("hand over {uai}")),
            name: name.clone(),
            successor: Some(successor.clone()),
        };
        let former = campaign.plan.head(college);
        let named = campaign.calls.ask(former, message).await?;
        let (_, staff): (_, StaffId) = resource::staff("successor", &named.successor)?;
        let head = Principal::head(staff, uai);
        let message = v1::TakeOverEstablishmentRequest {
            request_id: campaign.request(format_args!("take over {uai}")),
            name,
            head: Some(successor),
        };
        campaign.calls.ask(head, message).await?;
        Ok((college, head))
    };
    let span = cast.span((9, 1), (9, 2));
    let heads = campaign
        .play("some heads hand over", span, these, one)
        .await?;
    Ok(heads.into_iter().collect())
}

/// Heads open classes of troisième, choose the weeks of the year, and move the pupils; gives the
/// names of the new classes.
async fn open_the_year(campaign: &Arc<Campaign>, cast: &Cast) -> Result<Vec<String>, DemoError> {
    let year = cast.season.year.to_string();
    let these = cast.moving.iter().cloned();
    let these = these.map(|one| {
        let college = campaign.plan.classes[one.class].college;
        (one, cast.head(campaign, college), year.clone())
    });
    let one = |campaign: Arc<Campaign>, (one, head, year): (MovesUp, Principal, String)| async move {
        let class = &campaign.plan.classes[one.class];
        let uai = campaign.plan.colleges[class.college].listed.uai;
        let number = one.class;
        let message = v1::ChooseWeeksRequest {
            etag: String::new(),
            request_id: campaign.request(format_args!("next weeks {uai}")),
            name: resource::of_establishment(uai),
            school_year: year.clone(),
            weeks: one.weeks.iter().map(ToString::to_string).collect(),
        };
        campaign.calls.ask(head, message).await?;
        let message = v1::OpenClassRequest {
            request_id: campaign.request(format_args!("next class {number}")),
            establishment: resource::of_establishment(uai),
            class: Some(v1::NewClass {
                label: class.label.replace('4', "3"),
                level: v1::Level::Troisieme.into(),
            }),
            school_year: year,
        };
        let opened = campaign.calls.ask(head, message).await?;
        let message = v1::MoveClassRequest {
            request_id: campaign.request(format_args!("move class {number}")),
            class: one.name,
            into: opened.name.clone(),
            except: vec![],
        };
        campaign.calls.ask(head, message).await?;
        Ok(opened.name)
    };
    let span = cast.span((9, 2), (9, 5));
    campaign
        .play("classes of quatrième move up", span, these.collect(), one)
        .await
}

async fn teachers(
    campaign: &Arc<Campaign>,
    cast: &Cast,
    classes: &[String],
) -> Result<(), DemoError> {
    let these = cast.moving.iter().map(|one| one.class);
    let these = these.zip(classes.iter().cloned()).collect();
    let one = |campaign: Arc<Campaign>, (number, class): (usize, String)| async move {
        lead_class(&campaign, number, class, " next year").await
    };
    let span = cast.span((9, 5), (9, 7));
    campaign
        .play("teachers take the new classes", span, these, one)
        .await?;
    Ok(())
}

/// A new form of the year for everybody who moved up.
async fn authorise(
    campaign: &Arc<Campaign>,
    cast: &Cast,
    pupils: &[Authorised],
) -> Result<Vec<(usize, Authorised)>, DemoError> {
    let of_classes = cast.moving.iter();
    let these = of_classes
        .flat_map(|one| campaign.plan.classes[one.class].pupils.clone())
        .map(|pupil| (pupil, pupils[pupil]))
        .collect();
    let one = |campaign: Arc<Campaign>, (pupil, of): (usize, Authorised)| async move {
        let mut dice = campaign.dice(format_args!("next authorisation of {pupil}"));
        if !happens(&mut dice, 95) {
            return Ok((
                pupil,
                Authorised {
                    access: false,
                    ..of
                },
            ));
        }
        let now = authorising::anew(&campaign, pupil, of, " next year").await?;
        Ok((pupil, now))
    };
    let span = cast.span((9, 8), (9, 20));
    campaign
        .play("guardians sign the form of the year", span, these, one)
        .await
}

/// Some genders were noted wrongly.
async fn correct(
    campaign: &Arc<Campaign>,
    cast: &Cast,
    pupils: &[(usize, Authorised)],
) -> Result<(), DemoError> {
    let wrong =
        |pupil: &usize| happens(&mut campaign.dice(format_args!("noted wrongly {pupil}")), 4);
    let these = pupils.iter().copied();
    let these = these.filter(|(pupil, _)| wrong(pupil)).collect();
    let one = |campaign: Arc<Campaign>, (pupil, of): (usize, Authorised)| async move {
        let mut dice = campaign.dice(format_args!("noted as {pupil}"));
        let gender = [v1::Gender::Girl, v1::Gender::Boy][dice.random_range(0..2)];
        let message = v1::CorrectStudentRequest {
            request_id: campaign.request(format_args!("correct {pupil}")),
            name: resource::of_student(of.student),
            identity: None,
            gender: gender.into(),
        };
        let teacher = campaign.plan.teacher_of(pupil);
        campaign.calls.ask(teacher, message).await?;
        Ok(())
    };
    let span = cast.span((9, 21), (9, 22));
    campaign
        .play("teachers correct what was noted wrongly", span, these, one)
        .await?;
    Ok(())
}

/// What nobody answered expires by itself, at the latest when its week begins.
async fn the_rest_expires(campaign: &Arc<Campaign>, span: Span) -> Result<(), DemoError> {
    let hosts = (0..campaign.plan.hosts.len()).collect();
    let one = |campaign: Arc<Campaign>, host: usize| async move {
        for _ in 0..LOOKS {
            if inbox(&campaign, host, WAITING).await?.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Err(DemoError::Late(format!(
            "the applications to host {host} do not expire"
        )))
    };
    campaign
        .play("what nobody answered expires", span, hosts, one)
        .await?;
    Ok(())
}
