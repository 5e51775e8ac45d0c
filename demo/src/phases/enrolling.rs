//! Teachers enrol the pupils of their classes.
use std::sync::Arc;

use domain::establishment::Level;
use domain::ids::StudentId;
use proto::v1;
use rand::Rng;

use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::names;
use demo_plan::season::Span;
use demo_plan::seed::Dice;
use wire::names as resource;

/// Enrols all; gives their ids.
pub async fn enrol(
    campaign: &Arc<Campaign>,
    span: Span,
    classes: &[String],
) -> Result<Vec<StudentId>, DemoError> {
    let of_class = |(pupil, class): (usize, &usize)| (pupil, classes[*class].clone());
    let these = campaign
        .plan
        .pupils
        .iter()
        .enumerate()
        .map(of_class)
        .collect();
    let enrol = |campaign: Arc<Campaign>, (pupil, class): (usize, String)| async move {
        let mut dice = campaign.dice(format_args!("pupil {pupil}"));
        let gender = gender(&mut dice);
        let message = v1::EnrolStudentRequest {
            request_id: campaign.request(format_args!("enrol {pupil}")),
            class,
            identity: Some(identity(&campaign, pupil, gender, &mut dice)),
            gender: gender.into(),
        };
        let teacher = campaign.plan.teacher_of(pupil);
        let enrolled = campaign.calls.ask(teacher, message).await?;
        Ok(resource::student("name", &enrolled.name)?)
    };
    campaign
        .play("teachers enrol their pupils", span, these, enrol)
        .await
}

fn gender(dice: &mut Dice) -> v1::Gender {
    match dice.random_range(0..100) {
        0..48 => v1::Gender::Girl,
        48..96 => v1::Gender::Boy,
        _ => v1::Gender::NotStated,
    }
}

fn identity(
    campaign: &Campaign,
    pupil: usize,
    gender: v1::Gender,
    dice: &mut Dice,
) -> v1::StudentIdentity {
    let given_name = match gender {
        v1::Gender::Girl => names::girl(dice),
        v1::Gender::Boy => names::boy(dice),
        v1::Gender::NotStated | v1::Gender::Unspecified => names::given(dice),
    };
    let family_name = names::family(dice);
    let age = match campaign.plan.classes[campaign.plan.pupils[pupil]].level {
        Level::Troisieme => 14,
        Level::Quatrieme => 13,
    };
    let born = campaign.plan.season.year.first_year() - age;
    let (month, day) = (dice.random_range(1..=12), dice.random_range(1..=28));
    v1::StudentIdentity {
        given_name: given_name.to_owned(),
        family_name: family_name.to_owned(),
        birth_date: format!("{born}-{month:02}-{day:02}"),
        mail: names::mail(&format!("{given_name} {family_name} {pupil}"), "exemple.fr"),
    }
}
