//! A college from its registration: the head is confirmed by the college's own mailbox and replaced,
//! a week before holidays is asked for, declined, granted and taken away, a class closed, a scheme
//! joined and left (EST-1a, EST-3, EST-15).
use domain::ids::StaffId;
use domain::principal::Principal;
use proto::v1;

use super::play::{Play, misunderstood, there};
use crate::calls::Caller;
use crate::error::DemoError;
use wire::names as resource;

/// The college in which most of it happens.
pub struct College {
    /// Its name.
    pub name: String,
    /// Who is head now.
    pub head: Principal,
    /// Who was it first.
    pub former_head: String,
    /// Its class.
    pub class: String,
}

/// What the college shows of itself.
pub async fn shown(play: &Play, by: Principal, name: &str) -> Result<v1::Establishment, DemoError> {
    let message = v1::GetEstablishmentRequest {
        name: name.to_owned(),
        ..Default::default()
    };
    let shown = play.ask(by, message).await?.establishment;
    there("college", shown)
}

/// From its registration on.
pub async fn opens(play: &Play) -> Result<College, DemoError> {
    let cast = &play.cast;
    let name = resource::of_establishment(cast.college);
    let first = cast.first_head(&play.campaign, cast.college);
    let message = v1::RegisterEstablishmentRequest {
        name: name.clone(),
        head: Some(cast.of_academy(&play.campaign, "head")),
        school_year: cast.school_year(),
        classes: vec![troisieme("3e A")],
        weeks: vec![cast.week(0)],
        ..Default::default()
    };
    let registered = play.ask(first, message).await?;
    let class = there("class", registered.classes.into_iter().next())?;
    confirmed(play, &name, first).await?;
    let head = replaced(play, &name).await?;
    let college = College {
        name,
        head,
        former_head: registered.head,
        class,
    };
    weeks(play, &college).await?;
    classes(play, &college).await?;
    schemes(play, &college).await?;
    Ok(college)
}

/// A class of troisième.
pub fn troisieme(label: &str) -> v1::NewClass {
    v1::NewClass {
        label: label.to_owned(),
        level: v1::Level::Troisieme.into(),
    }
}

/// The college's own mailbox follows the link that it was sent.
async fn confirmed(play: &Play, name: &str, head: Principal) -> Result<(), DemoError> {
    let cast = &play.cast;
    let state = async || {
        let message = v1::SearchEstablishmentsRequest {
            text: "deux-moulins".to_owned(),
            department: cast.territory(),
            ..Default::default()
        };
        let found = play.ask(cast.director, message).await?.establishments;
        let mut found = found.into_iter().filter(|one| {
            let listing = one.listing.as_ref();
            listing.is_some_and(|listing| listing.name == name)
        });
        Ok::<_, DemoError>(found.next().map(|one| one.state()))
    };
    let waits = state().await? == Some(v1::EstablishmentState::AwaitsConfirmation);
    play.holds(
        "a head with another address than the college's waits",
        waits,
    );
    let (head, _) = there("head", head.as_staff())?;
    let link = play.campaign.accounts.head_link(cast.college, head).await;
    let message = v1::ConfirmHeadByLinkRequest {
        link_token: link.map_err(|error| misunderstood(&error))?,
    };
    let answer = play.ask(Caller::Nobody, message).await?;
    play.holds(
        "the mailbox confirms the head",
        answer.establishment == name,
    );
    let is_there = state().await? == Some(v1::EstablishmentState::Registered);
    play.holds("a head who is confirmed is head", is_there);
    Ok(())
}

/// The head left; the academic director names another one, who takes over and hands over in turn.
async fn replaced(play: &Play, name: &str) -> Result<Principal, DemoError> {
    let cast = &play.cast;
    let first = cast.first_head(&play.campaign, cast.college);
    let second = cast.of_academy(&play.campaign, "second head");
    let message = v1::ReplaceHeadRequest {
        name: name.to_owned(),
        successor: Some(second.clone()),
        ..Default::default()
    };
    let named = play.ask(cast.director, message).await?.successor;
    let head = takes_over(play, name, &named, second).await?;
    is_out(play, name, first).await;
    let third = cast.of_academy(&play.campaign, "third head");
    let message = v1::HandOverEstablishmentRequest {
        name: name.to_owned(),
        successor: Some(third.clone()),
        ..Default::default()
    };
    let named = play.ask(head, message).await?.successor;
    let last = takes_over(play, name, &named, third).await?;
    is_out(play, name, head).await;
    Ok(last)
}

async fn takes_over(
    play: &Play,
    name: &str,
    named: &str,
    who: v1::PersonIdentity,
) -> Result<Principal, DemoError> {
    let (uai, staff): (_, StaffId) = resource::staff("successor", named)?;
    let head = Principal::head(staff, uai);
    let message = v1::TakeOverEstablishmentRequest {
        name: name.to_owned(),
        head: Some(who),
        ..Default::default()
    };
    play.ask(head, message).await?;
    Ok(head)
}

/// A former head is refused at once.
async fn is_out(play: &Play, name: &str, former: Principal) {
    let message = v1::GetEstablishmentRequest {
        name: name.to_owned(),
        ..Default::default()
    };
    let what = "a former head reads the college";
    play.is_refused(what, "NOT_FOUND", former, message).await;
}

/// A week just before holidays: asked for, declined, granted and taken away again; a second week of
/// the autumn is chosen.
async fn weeks(play: &Play, college: &College) -> Result<(), DemoError> {
    let (cast, name) = (&play.cast, &college.name);
    let message = v1::ChooseWeeksRequest {
        name: name.clone(),
        school_year: cast.school_year(),
        weeks: vec![cast.week(0), cast.week(1)],
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let Some(week) = cast.before_holidays.map(|week| week.to_string()) else {
        return Ok(());
    };
    let asked = async || {
        let message = v1::ListWeekExceptionRequestsRequest {
            territory: cast.territory(),
            page_size: 200,
            ..Default::default()
        };
        let listed = play.ask(cast.director, message).await?.requests;
        let own = listed.iter().filter(|one| one.establishment == *name);
        let shown = shown(play, college.head, name).await?;
        Ok::<_, DemoError>((own.count(), shown.excepted_weeks.len()))
    };
    let (name, week) = (name.clone(), week.clone());
    let request = || v1::RequestWeekExceptionRequest {
        name: name.clone(),
        week: week.clone(),
        ..Default::default()
    };
    play.ask(college.head, request()).await?;
    play.holds("an exception waits", asked().await? == (1, 0));
    let message = v1::DeclineWeekExceptionRequest {
        name: name.clone(),
        week: week.clone(),
        ..Default::default()
    };
    play.ask(cast.director, message).await?;
    play.holds("an exception is declined", asked().await? == (0, 0));
    play.ask(college.head, request()).await?;
    let message = v1::GrantWeekExceptionRequest {
        name: name.clone(),
        week: week.clone(),
        ..Default::default()
    };
    play.ask(cast.director, message).await?;
    play.holds("an exception is granted", asked().await? == (0, 1));
    let message = v1::WithdrawWeekExceptionRequest {
        name: name.clone(),
        week: week.clone(),
        ..Default::default()
    };
    play.ask(cast.director, message).await?;
    play.holds("an exception is withdrawn", asked().await? == (0, 0));
    Ok(())
}

/// A class is opened, and closed again.
async fn classes(play: &Play, college: &College) -> Result<(), DemoError> {
    let message = v1::OpenClassRequest {
        establishment: college.name.clone(),
        class: Some(troisieme("3e B")),
        school_year: play.cast.school_year(),
        ..Default::default()
    };
    let name = play.ask(college.head, message).await?.name;
    let message = v1::CloseClassRequest {
        name: name.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let classes = shown(play, college.head, &college.name).await?.classes;
    let closed = classes.iter().find(|class| class.name == name);
    let is_so = closed.is_some_and(|class| class.state() == v1::ClassState::Closed);
    play.holds("a class is closed", is_so);
    Ok(())
}

/// The class takes part in a scheme of equal chances for a while.
async fn schemes(play: &Play, college: &College) -> Result<(), DemoError> {
    let scheme = v1::EqualChancesScheme::CordeesDeLaReussite.into();
    let message = v1::JoinSchemeRequest {
        name: college.name.clone(),
        school_year: play.cast.school_year(),
        scheme,
        class: college.class.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let joined = shown(play, college.head, &college.name).await?.schemes;
    play.lists("schemes joined", 1, &joined);
    let message = v1::LeaveSchemeRequest {
        name: college.name.clone(),
        school_year: play.cast.school_year(),
        scheme,
        class: college.class.clone(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let left = shown(play, college.head, &college.name).await?.schemes;
    play.lists("schemes once they were left", 0, &left);
    Ok(())
}

/// Another college registers, whose head the academic director confirms; its head, name and class.
pub async fn registers(play: &Play) -> Result<(Principal, String, String), DemoError> {
    let cast = &play.cast;
    let head = cast.first_head(&play.campaign, cast.other);
    let name = resource::of_establishment(cast.other);
    let message = v1::RegisterEstablishmentRequest {
        name: name.clone(),
        head: Some(cast.of_academy(&play.campaign, "head of the other college")),
        school_year: cast.school_year(),
        classes: vec![troisieme("3e 1")],
        weeks: vec![cast.week(0)],
        ..Default::default()
    };
    let registered = play.ask(head, message).await?;
    let message = v1::ConfirmHeadRequest {
        name: name.clone(),
        ..Default::default()
    };
    play.ask(cast.director, message).await?;
    let class = there("class", registered.classes.into_iter().next())?;
    Ok((head, name, class))
}
