//! The figures of the follow-up of a college, live.
use std::future::Future;

use askama::Template;
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

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let name = of_staff(&visit)?.scope.clone();
    // In the visitor's own name: others may watch it already by the same rights.
    ask_for(&visit, "").await?;
    let school_year = visit.query("school_year").to_owned();
    let named = format!("follow-up {name} {school_year}");
    stream(&visit, named, College { name, school_year })
}
