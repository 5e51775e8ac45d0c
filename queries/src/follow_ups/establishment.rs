//! The follow-up of a college (DSH-2).
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::ids::{StudentId, Uai};
use domain::principal::Principal;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::follow_up::ClassTotals;
use proto::v1;

use super::by_host;
use super::totals::{TotalsSelection, add};
use crate::pages::Page;
use crate::permits;
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::search_text::folded;
use crate::watching::WatchableQuery;
use wire::{enums, names};

#[derive(Debug)]
pub(super) struct EstablishmentFollowUpQuery {
    pub action: Action,
    pub establishment: Uai,
    pub page: Page,
}

#[derive(PartialEq)]
pub(super) struct EstablishmentSelection {
    name: CompactString,
    classes: Vec<(ClassTotals, TotalsSelection)>,
}

impl Query for EstablishmentFollowUpQuery {
    type Selection = EstablishmentSelection;
    type Response = (v1::EstablishmentFollowUp, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_establishment(entities, caller, self.action, self.establishment)
    }

    /// Figures by class: no pupil is named.
    fn permit_as_of(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.follow_up())
    }

    fn select(&self, folds: &Folds) -> Result<EstablishmentSelection, Failure> {
        let entities = folds.entities();
        let college = entities
            .establishment(self.establishment)
            .ok_or(Failure::NotFound)?;
        let numbers = college.classes.iter();
        let classes = numbers.filter_map(|number| {
            let class = entities.class_row(*number)?.class;
            let view = folds.follow_up().fold().class(entities, class)?;
            let totals = TotalsSelection::of(folds, &view);
            Some((view.class, totals))
        });
        Ok(EstablishmentSelection {
            name: college
                .state
                .listing()
                .map(|listing| listing.name.clone())
                .unwrap_or_default(),
            classes: classes.collect(),
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &EstablishmentSelection,
    ) -> Result<Self::Response, Failure> {
        let mut given_up: Vec<Position> = Vec::new();
        for (_, totals) in &selected.classes {
            given_up.extend(totals.cancelled.iter().flatten());
        }
        let events = service.events(given_up).await?;
        let mut sum = v1::FollowUpTotals::default();
        // Sums of nothing are written as such.
        add(&mut sum, &v1::FollowUpTotals::default());
        let mut classes = Vec::with_capacity(selected.classes.len());
        for (class, totals) in &selected.classes {
            let totals = totals.shown(by_host(&events, &totals.cancelled)?);
            add(&mut sum, &totals);
            classes.push(v1::FollowedClass {
                class: names::of_class(self.establishment, class.class),
                label: class.label.to_string(),
                level: enums::of_level(class.level).into(),
                school_year: class.school_year.to_string(),
                main_teacher: class
                    .main_teacher
                    .map(|staff| names::of_staff(self.establishment, staff))
                    .unwrap_or_default(),
                totals: Some(totals),
            });
        }
        classes.sort_by_cached_key(|class| (class.school_year.clone(), folded(&class.label)));
        let next = self.page.next(classes.len())?;
        let shown = v1::EstablishmentFollowUp {
            establishment: names::of_establishment(self.establishment),
            display_name: selected.name.to_string(),
            classes: self.page.of(classes),
            totals: Some(sum),
        };
        Ok((shown, next))
    }
}

impl WatchableQuery for EstablishmentFollowUpQuery {
    fn action(&self) -> Action {
        self.action
    }

    fn pupils(&self, _: &EstablishmentSelection) -> Vec<StudentId> {
        Vec::new()
    }
}
