//! The figures of a dashboard, live.
use std::future::Future;

use askama::Template;
use axum::response::Response;
use proto::v1;
use tonic::transport::Channel;
use tonic::{Status, Streaming};

use super::dashboard::{Dashboard, dashboard, of, scheme_asked};
use super::territory_asked;
use crate::calls::{Caller, Steering};
use crate::failure::Failure;
use crate::live::{Figures, stream};
use crate::markup::Markup;
use crate::visit::Visit;

/// The figures of a territory in a school year.
struct Territory {
    name: String,
    school_year: String,
    scheme: v1::EqualChancesScheme,
}

#[derive(Template)]
#[template(path = "state/figures.html")]
struct FiguresPart {
    shown: Dashboard,
}

impl Figures for Territory {
    type Answer = v1::WatchTerritoryDashboardResponse;

    fn watch(
        &self,
        channel: Channel,
        caller: &Caller,
    ) -> impl Future<Output = Result<Streaming<Self::Answer>, Status>> + Send {
        let request = caller.asks(v1::WatchTerritoryDashboardRequest {
            name: self.name.clone(),
            min_position: 0,
            school_year: self.school_year.clone(),
            scheme: self.scheme.into(),
        });
        async move {
            let mut steering = Steering::new(channel);
            let answers = steering.watch_territory_dashboard(request).await?;
            Ok(answers.into_inner())
        }
    }

    fn show(&self, answer: Self::Answer) -> Markup {
        let shown = of(answer.dashboard.unwrap_or_default());
        Markup::of(&FiguresPart { shown })
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let name = territory_asked(&visit)?;
    let school_year = visit.query("school_year").to_owned();
    // In the visitor's own name: others may watch it already by the same rights.
    dashboard(&visit, &name, None, &school_year).await?;
    let scheme = scheme_asked(&visit);
    let named = format!("dashboard {name} {school_year} {}", scheme.as_str_name());
    let territory = Territory {
        name,
        school_year,
        scheme,
    };
    stream(&visit, named, territory)
}
