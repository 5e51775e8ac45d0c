//! The directory is imported; heads register their colleges; teachers and advisers join.
use std::sync::Arc;

use domain::establishment::{Level, Network};
use domain::geography::Coordinates;
use domain::reference::departments;
use proto::v1;

use super::waiving::waive;
use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::colleges::Listed;
use demo_plan::names;
use demo_plan::plan::Class;
use demo_plan::season::Span;
use demo_plan::seed::happens;
use wire::names as resource;

const ROWS_A_CALL: usize = 500;

/// The operator imports the national directory.
pub async fn import_directory(campaign: &Arc<Campaign>, span: Span) -> Result<(), DemoError> {
    let chunks: Vec<Vec<v1::EstablishmentListing>> = campaign
        .plan
        .directory
        .chunks(ROWS_A_CALL)
        .map(|chunk| chunk.iter().map(listing).collect())
        .collect();
    let numbered = chunks.into_iter().enumerate().collect();
    let import = |campaign: Arc<Campaign>, (n, listings): (usize, Vec<_>)| async move {
        let request_id = campaign.request(format_args!("import {n}"));
        let message = v1::ImportEstablishmentsRequest {
            request_id,
            listings,
        };
        let answer = campaign
            .calls
            .ask(campaign.plan.operator(), message)
            .await?;
        let refused = answer.rows.iter().find_map(|row| row.refusal.as_ref());
        match refused {
            None => Ok(()),
            Some(why) => Err(DemoError::Misunderstood(why.message_en.clone())),
        }
    };
    campaign
        .play("the operator imports the directory", span, numbered, import)
        .await?;
    Ok(())
}

/// The position as it goes over the wire.
pub fn coordinates(position: Coordinates) -> v1::Coordinates {
    v1::Coordinates {
        latitude: position.latitude(),
        longitude: position.longitude(),
    }
}

fn listing(listed: &Listed) -> v1::EstablishmentListing {
    let network = match listed.network {
        Network::RepPlus => v1::Network::RepPlus,
        Network::Rep => v1::Network::Rep,
        Network::None => v1::Network::None,
    };
    v1::EstablishmentListing {
        name: resource::of_establishment(listed.uai),
        display_name: listed.name.clone(),
        city: listed.city.clone(),
        department: format!("departments/{}", listed.department),
        network: network.into(),
        coordinates: Some(coordinates(listed.position)),
    }
}

/// Heads register their colleges, with classes and weeks; gives the names of all classes.
pub async fn register(campaign: &Arc<Campaign>, span: Span) -> Result<Vec<String>, DemoError> {
    let colleges = (0..campaign.plan.colleges.len()).collect();
    let names = campaign
        .play(
            "heads register their colleges",
            span,
            colleges,
            register_one,
        )
        .await?;
    Ok(names.concat())
}

async fn register_one(campaign: Arc<Campaign>, number: usize) -> Result<Vec<String>, DemoError> {
    let plan = &campaign.plan;
    let college = &plan.colleges[number];
    let uai = college.listed.uai;
    let new_class = |class: &Class| v1::NewClass {
        label: class.label.clone(),
        level: match class.level {
            Level::Troisieme => v1::Level::Troisieme.into(),
            Level::Quatrieme => v1::Level::Quatrieme.into(),
        },
    };
    let (head, by_mailbox) = head_of(&campaign, number);
    let message = v1::RegisterEstablishmentRequest {
        request_id: campaign.request(format_args!("register {uai}")),
        name: resource::of_establishment(uai),
        head: Some(head),
        school_year: plan.season.year.to_string(),
        classes: plan.classes[college.classes.clone()]
            .iter()
            .map(new_class)
            .collect(),
        weeks: college.weeks.iter().map(ToString::to_string).collect(),
    };
    let registered = campaign.calls.ask(plan.head(number), message).await?;
    let director = plan.academic_director(college.listed.department);
    if !by_mailbox {
        let message = v1::ConfirmHeadRequest {
            request_id: campaign.request(format_args!("confirm the head of {uai}")),
            name: resource::of_establishment(uai),
        };
        campaign.calls.ask(director, message).await?;
    }
    waive(&campaign, number).await?;
    if let Some(week) = college.exception {
        let message = v1::RequestWeekExceptionRequest {
            request_id: campaign.request(format_args!("ask for an exception {uai}")),
            name: resource::of_establishment(uai),
            week: week.to_string(),
        };
        campaign.calls.ask(plan.head(number), message).await?;
        let message = v1::GrantWeekExceptionRequest {
            request_id: campaign.request(format_args!("exception {uai}")),
            name: resource::of_establishment(uai),
            week: week.to_string(),
        };
        campaign.calls.ask(director, message).await?;
        let weeks = college.weeks.iter().copied().chain([week]);
        let message = v1::ChooseWeeksRequest {
            etag: String::new(),
            request_id: campaign.request(format_args!("weeks {uai}")),
            name: resource::of_establishment(uai),
            school_year: plan.season.year.to_string(),
            weeks: weeks.map(|week| week.to_string()).collect(),
        };
        campaign.calls.ask(plan.head(number), message).await?;
    }
    Ok(registered.classes)
}

/// The head, and whether their address is the college's own mailbox: most register with it, the
/// academic director confirms the others.
fn head_of(campaign: &Campaign, college: usize) -> (v1::PersonIdentity, bool) {
    let head = of_the_academy(campaign, college, "head");
    let uai = campaign.plan.colleges[college].listed.uai;
    let mut dice = campaign.dice(format_args!("mailbox of {uai}"));
    let mailbox = head
        .mail
        .split_once('@')
        .map(|(_, domain)| format!("ce.{uai}@{domain}").to_lowercase());
    match mailbox.filter(|_| happens(&mut dice, 80)) {
        Some(mail) => (v1::PersonIdentity { mail, ..head }, true),
        None => (head, false),
    }
}

/// Somebody with an address of the academy of a college.
pub fn of_the_academy(campaign: &Campaign, college: usize, who: &str) -> v1::PersonIdentity {
    let full_name = names::full(&mut campaign.dice(format_args!("name of {who} {college}")));
    let department = departments::find(campaign.plan.colleges[college].listed.department);
    let domains = department.map(|department| department.academy.mail_domains());
    let domain = domains.and_then(|domains| domains.first());
    let mail = names::mail(&full_name, domain.unwrap_or(&"ac-paris.fr"));
    v1::PersonIdentity { full_name, mail }
}

/// Teachers sign up, take their class and state that they are its main teacher.
pub async fn teachers(
    campaign: &Arc<Campaign>,
    span: Span,
    classes: &[String],
) -> Result<(), DemoError> {
    let numbered = classes.iter().cloned().enumerate().collect();
    campaign
        .play(
            "teachers sign up and take their classes",
            span,
            numbered,
            join_as_teacher,
        )
        .await?;
    Ok(())
}

async fn join_as_teacher(
    campaign: Arc<Campaign>,
    (number, class): (usize, String),
) -> Result<(), DemoError> {
    let college = campaign.plan.classes[number].college;
    let teacher = campaign.plan.teacher(number);
    let message = v1::JoinStaffRequest {
        request_id: campaign.request(format_args!("join {number}")),
        establishment: resource::of_establishment(campaign.plan.colleges[college].listed.uai),
        identity: Some(of_the_academy(
            &campaign,
            college,
            &format!("teacher {number} of"),
        )),
        role: v1::StaffRole::Teacher.into(),
    };
    let joined = campaign.calls.ask(teacher, message).await?;
    let message = v1::AdmitStaffRequest {
        request_id: campaign.request(format_args!("admit {number}")),
        name: joined.name,
    };
    campaign
        .calls
        .ask(campaign.plan.head(college), message)
        .await?;
    lead_class(&campaign, number, class, "").await
}

/// A teacher takes a class and states that they are its main teacher; `when` tells one year's class
/// from another's.
pub(super) async fn lead_class(
    campaign: &Campaign,
    number: usize,
    class: String,
    when: &str,
) -> Result<(), DemoError> {
    let teacher = campaign.plan.teacher(number);
    let message = v1::TakeClassRequest {
        request_id: campaign.request(format_args!("take class {number}{when}")),
        class: class.clone(),
    };
    campaign.calls.ask(teacher, message).await?;
    let message = v1::StateMainTeacherRequest {
        request_id: campaign.request(format_args!("main teacher {number}{when}")),
        class,
    };
    campaign.calls.ask(teacher, message).await?;
    Ok(())
}

/// In some colleges an education adviser signs up, and the head lets them manage placements.
pub async fn advisers(campaign: &Arc<Campaign>, span: Span) -> Result<(), DemoError> {
    let colleges = campaign.plan.colleges.iter().enumerate();
    let with_one = colleges
        .filter(|(_, college)| college.adviser)
        .map(|(n, _)| n)
        .collect();
    let join = |campaign: Arc<Campaign>, college: usize| async move {
        let uai = campaign.plan.colleges[college].listed.uai;
        let (staff, adviser) = campaign.plan.adviser(college);
        let message = v1::JoinStaffRequest {
            request_id: campaign.request(format_args!("join adviser {uai}")),
            establishment: resource::of_establishment(uai),
            identity: Some(of_the_academy(&campaign, college, "adviser")),
            role: v1::StaffRole::EducationAdviser.into(),
        };
        campaign.calls.ask(adviser, message).await?;
        let message = v1::AdmitStaffRequest {
            request_id: campaign.request(format_args!("admit adviser {uai}")),
            name: resource::of_staff(uai, staff),
        };
        campaign
            .calls
            .ask(campaign.plan.head(college), message)
            .await?;
        let message = v1::GrantRightsRequest {
            request_id: campaign.request(format_args!("rights of adviser {uai}")),
            name: resource::of_staff(uai, staff),
            rights: vec![v1::StaffRight::ManagePlacements.into()],
        };
        campaign
            .calls
            .ask(campaign.plan.head(college), message)
            .await?;
        Ok(())
    };
    campaign
        .play("education advisers get their rights", span, with_one, join)
        .await?;
    Ok(())
}

/// Some heads let their pupils search the whole country.
pub async fn nationwide(campaign: &Arc<Campaign>, span: Span) -> Result<(), DemoError> {
    let colleges = campaign.plan.colleges.iter().enumerate();
    let these = colleges
        .filter(|(_, college)| college.nationwide)
        .map(|(n, _)| n)
        .collect();
    let open = |campaign: Arc<Campaign>, college: usize| async move {
        let uai = campaign.plan.colleges[college].listed.uai;
        let message = v1::OpenNationwideSearchRequest {
            request_id: campaign.request(format_args!("nationwide {uai}")),
            name: resource::of_establishment(uai),
            school_year: campaign.plan.season.year.to_string(),
        };
        campaign
            .calls
            .ask(campaign.plan.head(college), message)
            .await?;
        Ok(())
    };
    campaign
        .play(
            "heads open the search to the whole country",
            span,
            these,
            open,
        )
        .await?;
    Ok(())
}
