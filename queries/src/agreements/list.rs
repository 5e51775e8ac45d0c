//! The agreements of a host, a college or a class.
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::ids::{Siret, Uai};
use domain::principal::Principal;
use eventlog::Position;
use jiff::civil::Date;
use projections::Folds;
use projections::agreements::{AgreementCursor, AgreementFilter, AgreementLine, AgreementScope};
use projections::entities::EntityIndex;
use proto::v1;

use super::LIST;
use crate::opening::full_name;
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::{pages, permits};
use wire::{enums, names};

pub(super) struct AgreementsQuery {
    pub scope: AgreementScope,
    pub filter: AgreementFilter,
}

#[derive(PartialEq)]
pub(super) struct ListSelection {
    rows: Vec<Row>,
    next: Option<AgreementCursor>,
}

#[derive(PartialEq)]
struct Row {
    line: AgreementLine,
    college: CompactString,
    host: CompactString,
}

impl Query for AgreementsQuery {
    type Selection = ListSelection;
    type Response = (Vec<v1::ListedAgreement>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ListAgreements;
        match self.scope {
            AgreementScope::Host(host) => permits::about_host(entities, caller, action, host),
            AgreementScope::Establishment(uai) => {
                permits::about_establishment(entities, caller, action, uai)
            }
            AgreementScope::Class(uai, class) => {
                permits::about_class(entities, caller, action, uai, class)
            }
        }
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.agreements())
    }

    fn select(&self, folds: &Folds) -> Result<ListSelection, Failure> {
        let entities = folds.entities();
        let agreements = folds.agreements().fold();
        let page = agreements.list(entities, self.scope, self.filter);
        let page = page.ok_or(Failure::NotFound)?;
        let rows = page.lines.into_iter().map(|line| Row {
            college: college_name(entities, line.establishment),
            host: host_name(entities, line.host),
            line,
        });
        Ok(ListSelection {
            rows: rows.collect(),
            next: page.next,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &ListSelection,
    ) -> Result<Self::Response, Failure> {
        let lines = || selected.rows.iter().map(|row| &row.line);
        let pointed = lines().flat_map(|line| line.identity.into_iter().chain([line.offered]));
        let events = service.events(pointed).await?;
        let keys = service
            .keys_of_pupils(Action::ListAgreements, lines().map(|line| line.student))
            .await?;
        let shown = selected.rows.iter().map(|row| {
            let line = &row.line;
            let pupil = keys.student(&events, line.student, line.identity)?;
            Ok(v1::ListedAgreement {
                name: names::of_application(line.student, line.application),
                student_display_name: full_name(&pupil),
                establishment: names::of_establishment(line.establishment),
                establishment_display_name: row.college.to_string(),
                host: names::of_host(line.host),
                host_display_name: row.host.to_string(),
                offer_title: events.terms(line.offered)?.title.to_string(),
                week: line.week.to_string(),
                first_date: line.first_day.to_string(),
                state: enums::of_agreement(line.coverage).into(),
                version: line.version,
                missing: missing(line),
                contact_date: day(line.contacted_on),
                visit_date: day(line.visited_on),
            })
        });
        let shown = shown.collect::<Result<Vec<_>, Failure>>()?;
        Ok((shown, pages::token(LIST, selected.next)?))
    }
}

/// A day on the wire; empty where there is none.
fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Who has not signed.
pub(super) fn missing(line: &AgreementLine) -> Vec<i32> {
    let missing = line.missing.iter();
    missing
        .map(|party| enums::of_agreement_party(*party).into())
        .collect()
}

pub(crate) fn college_name(entities: &EntityIndex, uai: Uai) -> CompactString {
    let college = entities.establishment(uai);
    let listing = college.and_then(|college| college.state.listing());
    listing
        .map(|listing| listing.name.clone())
        .unwrap_or_default()
}

pub(crate) fn host_name(entities: &EntityIndex, siret: Siret) -> CompactString {
    let host = entities.host(siret);
    host.map(|host| host.organisation.name.clone())
        .unwrap_or_default()
}
