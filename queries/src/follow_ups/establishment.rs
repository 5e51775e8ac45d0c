//! The follow-up of a college (DSH-2).
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::calendar::SchoolYear;
use domain::explain::Expected;
use domain::ids::{StudentId, Uai};
use domain::principal::Principal;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::follow_up::EstablishmentFollowUpView;
use proto::v1;

use super::accompaniment::Totals;
use super::{associations, totals};
use crate::pages::Page;
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::search_text::folded;
use crate::watching::WatchableQuery;
use crate::{QueryService, permits};
use wire::names::bad;
use wire::{enums, names};

#[derive(Debug)]
pub(super) struct EstablishmentFollowUpQuery {
    pub action: Action,
    pub establishment: Uai,
    pub page: Page,
    /// The school year shown; none where all are.
    pub year: Option<SchoolYear>,
    /// Below how many figures are withheld from the caller.
    pub withheld: Option<u64>,
}

impl EstablishmentFollowUpQuery {
    /// The one school year, where small figures are withheld: the difference of all years and of
    /// some would tell them.
    pub fn one_year(&self) -> Result<SchoolYear, Failure> {
        let expected = Expected(
            "une année scolaire, par exemple 2025-2026 : les petits effectifs vous sont masqués",
            "one school year, as 2025-2026: small figures are withheld from you",
        );
        self.year.ok_or_else(|| bad("school_year", expected))
    }
}

#[derive(Clone, PartialEq)]
pub(super) struct EstablishmentSelection {
    name: CompactString,
    view: EstablishmentFollowUpView,
    /// Of each class, in their order.
    accompanied: Vec<Totals>,
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
        fold_position(folds, folds.follow_up()).min(fold_position(folds, folds.agreements()))
    }

    fn select(&self, folds: &Folds) -> Result<EstablishmentSelection, Failure> {
        let entities = folds.entities();
        let college = entities
            .establishment(self.establishment)
            .ok_or(Failure::NotFound)?;
        let view = folds
            .follow_up()
            .fold()
            .establishment(entities, self.establishment, self.year);
        let view = view.ok_or(Failure::NotFound)?;
        let classes = view.classes.iter();
        Ok(EstablishmentSelection {
            accompanied: classes
                .map(|class| Totals::of_class(folds, class.class))
                .collect(),
            name: college
                .state
                .listing()
                .map(|listing| listing.name.clone())
                .unwrap_or_default(),
            view,
        })
    }

    async fn respond(
        &self,
        _: &ResponseContext<'_>,
        selected: &EstablishmentSelection,
    ) -> Result<Self::Response, Failure> {
        let mut classes = Vec::with_capacity(selected.view.classes.len());
        let mut accompanied = Totals::default();
        for (class, totals) in selected.view.classes.iter().zip(&selected.accompanied) {
            accompanied.add_all(*totals);
            classes.push(v1::FollowedClass {
                class: names::of_class(self.establishment, class.class),
                label: class.label.to_string(),
                level: enums::of_level(class.level).into(),
                school_year: class.school_year.to_string(),
                main_teacher: class
                    .main_teacher
                    .map(|staff| names::of_staff(self.establishment, staff))
                    .unwrap_or_default(),
                totals: Some(totals.within(totals::shown(&class.totals))),
            });
        }
        classes.sort_by_cached_key(|class| (class.school_year.clone(), folded(&class.label)));
        let mut college = accompanied.within(totals::shown(&selected.view.totals));
        if let Some(below) = self.withheld {
            associations::withhold(&mut classes, &mut college, below);
        }
        let next = self.page.next(classes.len())?;
        let shown = v1::EstablishmentFollowUp {
            establishment: names::of_establishment(self.establishment),
            display_name: selected.name.to_string(),
            classes: self.page.of(classes),
            totals: Some(college),
            school_year: self
                .year
                .map_or_else(|| "all".to_owned(), |year| year.to_string()),
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

    /// Of before this day.
    fn may_stand_before(&self) -> bool {
        self.withheld.is_some()
    }

    async fn now(
        &self,
        service: &QueryService,
    ) -> Result<(Position, EstablishmentSelection), Failure> {
        if self.withheld.is_none() {
            return service
                .engine
                .read(|folds| Ok((self.position(folds), self.select(folds)?)));
        }
        let before = service.day_of_moment(None).await?;
        let kept = &service.follow_ups_of_days.0;
        let selected = service.selected_of_day(self, before, kept).await?;
        Ok((*selected).clone())
    }
}
