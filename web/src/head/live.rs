//! The figures of the follow-up of a college, live, and those of one of its classes. Both come of the
//! watch of the college, which names no pupil: each value of one of a class would be a read of the data
//! of its pupils.
use std::future::Future;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use proto::v1;
use tonic::transport::Channel;
use tonic::{Status, Streaming};

use super::follow_up::{CLASSES, Line, ask_for, line};
use super::of_staff;
use crate::calls::{Caller, FollowUps};
use crate::college::class::Figures as Totals;
use crate::failure::Failure;
use crate::live::{Figures, stream};
use crate::markup::Markup;
use crate::visit::Visit;

/// The figures of a college in a school year.
struct College {
    name: String,
    school_year: String,
}

#[derive(Template)]
#[template(path = "head/figures.html")]
struct FiguresPart {
    figures: Totals,
    lines: Vec<Line>,
}

/// The figures of one class of a college in a school year.
struct Class {
    college: College,
    /// `establishments/{uai}/classes/{uuid}`.
    name: String,
}

#[derive(Template)]
#[template(path = "college/figures.html")]
struct TotalsPart {
    figures: Totals,
}

impl Figures for Class {
    type Answer = v1::WatchEstablishmentFollowUpResponse;

    fn watch(
        &self,
        channel: Channel,
        caller: &Caller,
    ) -> impl Future<Output = Result<Streaming<Self::Answer>, Status>> + Send {
        self.college.watch(channel, caller)
    }

    fn show(&self, answer: Self::Answer) -> Markup {
        let classes = answer.follow_up.unwrap_or_default().classes.into_iter();
        let mut this = classes.filter(|one| one.class == self.name);
        // What is not among the classes that are watched stays as the page shows it.
        this.next().map_or_else(Markup::default, |one| {
            Markup::of(&TotalsPart {
                figures: one.totals.unwrap_or_default().into(),
            })
        })
    }
}

impl Figures for College {
    type Answer = v1::WatchEstablishmentFollowUpResponse;

    fn watch(
        &self,
        channel: Channel,
        caller: &Caller,
    ) -> impl Future<Output = Result<Streaming<Self::Answer>, Status>> + Send {
        let request = caller.asks(v1::WatchEstablishmentFollowUpRequest {
            establishment: self.name.clone(),
            min_position: 0,
            school_year: self.school_year.clone(),
            page_size: CLASSES,
        });
        async move {
            let mut follow_ups = FollowUps::new(channel);
            let answers = follow_ups.watch_establishment_follow_up(request).await?;
            Ok(answers.into_inner())
        }
    }

    fn show(&self, answer: Self::Answer) -> Markup {
        let follow_up = answer.follow_up.unwrap_or_default();
        Markup::of(&FiguresPart {
            figures: follow_up.totals.unwrap_or_default().into(),
            lines: follow_up.classes.into_iter().map(line).collect(),
        })
    }
}

/// The college of who visits in the school year of the address, with its classes. It is asked for in their
/// own name first: others may watch it already by the same rights.
async fn college(visit: &Visit) -> Result<(College, Vec<v1::FollowedClass>), Failure> {
    let name = of_staff(visit)?.scope.clone();
    let follow_up = ask_for(visit, "").await?.follow_up.unwrap_or_default();
    let school_year = visit.query("school_year").to_owned();
    Ok((College { name, school_year }, follow_up.classes))
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let (college, _) = college(&visit).await?;
    let named = format!("follow-up {} {}", college.name, college.school_year);
    stream(&visit, named, college)
}

pub(super) async fn class(visit: Visit, Path(class): Path<String>) -> Result<Response, Failure> {
    let (college, classes) = college(&visit).await?;
    let name = format!("{}/classes/{class}", college.name);
    if !classes.iter().any(|one| one.class == name) {
        return Err(Failure::NotFound);
    }
    let named = format!("follow-up {name} {}", college.school_year);
    stream(&visit, named, Class { college, name })
}
