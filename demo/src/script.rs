//! The whole campaign, from June to May.
use std::collections::BTreeSet;
use std::sync::Arc;

use domain::calendar::Week;
use domain::establishment::Level;
use domain::ids::{OfferId, StudentId, Uai};
use domain::principal::Principal;

use crate::campaign::Campaign;
use crate::checks::Check;
use crate::error::DemoError;
use crate::phases::answering::{Round, answer};
use crate::phases::applying::{Applicant, apply, first_round, in_vain};
use crate::phases::authorising::{self, Authorised};
use crate::phases::placed_pupils::{self, PlacedPupil};
use crate::phases::{
    agreeing, changing, completing, enrolling, groups, hosting, inviting, moving, opening, pooling,
    preparing, reserving, steering,
};
use crate::rare::Rare;
use demo_plan::plan::Deposit;
use demo_plan::season::Half;
use demo_plan::seed::happens;

/// Who took part in the first school year, as the platform names them.
pub struct FirstYear {
    /// The classes, in the order of the plan.
    pub classes: Vec<String>,
    /// The pupils, likewise.
    pub pupils: Vec<Authorised>,
    /// The offers, likewise.
    pub offers: Vec<OfferId>,
    /// Colleges beside those of the plan, and who is head there.
    pub beside: Vec<(Uai, Principal)>,
    /// What was checked of what happens rarely.
    pub rare: Vec<Check>,
}

/// Plays all of it.
pub async fn play(campaign: &Arc<Campaign>) -> Result<FirstYear, DemoError> {
    let day = |from, until| campaign.plan.season.span(from, until);
    opening::import_directory(campaign, day((6, 1), (6, 2))).await?;
    let mut rare = Rare::june(campaign, day((6, 2), (6, 2))).await?;
    hosting::register(campaign, day((6, 2), (6, 8))).await?;
    steering::fix_targets(campaign, day((6, 8), (6, 8))).await?;
    let june = hosting::publish(campaign, day((6, 8), (7, 4)), Deposit::June).await?;
    let pooled = pooling::feed(campaign, day((7, 4), (7, 5))).await?;
    rare.september(day((9, 1), (9, 1))).await?;
    let classes = opening::register(campaign, day((9, 1), (9, 4))).await?;
    opening::teachers(campaign, day((9, 4), (9, 8)), &classes).await?;
    opening::advisers(campaign, day((9, 8), (9, 9))).await?;
    inviting::invite(campaign, day((9, 9), (9, 9))).await?;
    let students = enrolling::enrol(campaign, day((9, 9), (9, 12)), &classes).await?;
    moving::there_and_back(campaign, day((9, 12), (9, 12)), &classes, &students).await?;
    let september = hosting::publish(campaign, day((9, 12), (9, 20)), Deposit::September).await?;
    let offers = in_order(june, september);
    reserving::ask(campaign, day((9, 20), (9, 20)), &offers).await?;
    let mut pupils = authorising::authorise(campaign, day((9, 20), (9, 26)), &students).await?;
    authorising::save_cvs(campaign, day((9, 26), (9, 28)), &pupils).await?;
    steering::meet_heads(campaign, day((9, 28), (9, 29))).await?;
    opening::nationwide(campaign, day((9, 29), (9, 30))).await?;
    autumn(campaign, &classes, &mut pupils, &offers).await?;
    agreeing::sign(campaign, day((11, 9), (11, 12)), &classes, &pupils).await?;
    completing::hosts_confirm(
        campaign,
        day((12, 21), (12, 22)),
        campaign.plan.season,
        Half::Autumn,
    )
    .await?;
    let days = (day((12, 22), (12, 23)), day((12, 23), (1, 5)));
    completing::colleges_confirm(campaign, days, Half::Autumn, &classes, &students).await?;
    agreeing::visit(campaign, day((1, 5), (1, 5)), Half::Autumn, &classes).await?;
    rare.winter(day((1, 5), (1, 5))).await?;
    winter(campaign, &classes, &students).await?;
    agreeing::sign(campaign, day((1, 30), (2, 2)), &classes, &pupils).await?;
    completing::hosts_confirm(
        campaign,
        day((5, 2), (5, 8)),
        campaign.plan.season,
        Half::Spring,
    )
    .await?;
    let days = (day((5, 8), (5, 9)), day((5, 9), (5, 20)));
    completing::colleges_confirm(campaign, days, Half::Spring, &classes, &students).await?;
    agreeing::visit(campaign, day((5, 20), (5, 21)), Half::Spring, &classes).await?;
    Ok(FirstYear {
        classes,
        pupils,
        offers,
        beside: rare.colleges(),
        rare: [pooled, rare.checks()].concat(),
    })
}

/// Pupils apply, hosts answer, some change their mind: all before the first week begins.
async fn autumn(
    campaign: &Arc<Campaign>,
    classes: &[String],
    pupils: &mut [Authorised],
    offers: &[OfferId],
) -> Result<(), DemoError> {
    let day = |from, until| campaign.plan.season.span(from, until);
    in_vain(campaign, day((9, 30), (10, 1)), pupils, offers).await?;
    let applicants = first_round(campaign, pupils);
    preparing::prepare(campaign, day((10, 1), (10, 2)), &applicants).await?;
    apply(campaign, day((10, 2), (10, 10)), "autumn", applicants).await?;
    hosting::reconsider(campaign, day((10, 10), (10, 11)), offers).await?;
    groups::apply(campaign, day((10, 11), (10, 12)), classes, pupils).await?;
    groups::answer(campaign, day((10, 12), (10, 13))).await?;
    let round = Round {
        name: "autumn",
        reading: day((10, 13), (10, 18)),
        accepting: day((10, 18), (10, 26)),
        declining: day((10, 26), (10, 30)),
        yes: 32,
        no: 22,
    };
    answer(campaign, round).await?;
    let mut free = changing::pupils_change(campaign, day((10, 30), (11, 1)), pupils).await?;
    free.extend(changing::hosts_cancel(campaign, day((11, 1), (11, 2))).await?);
    let mut ask_again: Vec<StudentId> = free.into_iter().collect();
    ask_again.retain(|one| happens(&mut campaign.dice(format_args!("asks again {one}")), 80));
    changing::reinstate(campaign, day((11, 2), (11, 4)), ask_again).await?;
    authorising::reconsider(campaign, day((11, 4), (11, 6)), pupils).await?;
    let round = Round {
        name: "late autumn",
        reading: day((11, 6), (11, 7)),
        accepting: day((11, 7), (11, 8)),
        declining: day((11, 8), (11, 9)),
        yes: 15,
        no: 5,
    };
    answer(campaign, round).await
}

/// Who has no placement, or only one, applies for the weeks of spring.
async fn winter(
    campaign: &Arc<Campaign>,
    classes: &[String],
    students: &[StudentId],
) -> Result<(), DemoError> {
    let day = |from, until| campaign.plan.season.span(from, until);
    let placed = placed_pupils::look(campaign, day((1, 5), (1, 6)), classes, students).await?;
    let applicants = placed
        .iter()
        .filter_map(|one| again(campaign, one))
        .collect();
    apply(campaign, day((1, 6), (1, 14)), "winter", applicants).await?;
    let round = Round {
        name: "winter",
        reading: day((1, 14), (1, 18)),
        accepting: day((1, 18), (1, 26)),
        declining: day((1, 26), (1, 30)),
        yes: 38,
        no: 25,
    };
    answer(campaign, round).await
}

fn again(campaign: &Campaign, one: &PlacedPupil) -> Option<Applicant> {
    let class = &campaign.plan.classes[campaign.plan.pupils[one.pupil]];
    let mut dice = campaign.dice(format_args!("winter {}", one.pupil));
    let (willing, wants) = match one.held() {
        0 => (happens(&mut dice, 85), (2, 5)),
        1 => (happens(&mut dice, 30), (1, 3)),
        _ => (false, (0, 0)),
    };
    let college = &campaign.plan.colleges[class.college];
    let spring = |week: &Week| campaign.plan.season.half(*week) == Some(Half::Spring);
    let weeks: BTreeSet<Week> = college.weeks.iter().copied().filter(spring).collect();
    let able = one.access && class.level == Level::Troisieme && willing && !weeks.is_empty();
    able.then_some(Applicant {
        pupil: one.pupil,
        student: one.student,
        wants,
        weeks,
    })
}

fn in_order(june: Vec<(usize, OfferId)>, september: Vec<(usize, OfferId)>) -> Vec<OfferId> {
    let mut offers = [june, september].concat();
    offers.sort_unstable_by_key(|(number, _)| *number);
    offers.into_iter().map(|(_, offer)| offer).collect()
}
