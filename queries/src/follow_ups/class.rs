//! The follow-up of a class (DSH-1).
use std::collections::BTreeMap;

use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::erasure::Presence;
use domain::ids::{ApplicationId, ClassId, Siret, StudentId, Uai};
use domain::principal::Principal;
use domain::student::Gender;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::follow_up::{ClassFollowUpView, PlacementFollowUp, PupilFollowUp};
use proto::v1;

use super::accompaniment::{Shown, Totals};
use super::{totals, travel_aid};
use crate::duplicates::{Looks, among};
use crate::events::Events;
use crate::opening::PupilKeys;
use crate::pages::Page;
use crate::permits;
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::search_text::folded;
use crate::watching::WatchableQuery;
use wire::{counts, enums, names};

#[derive(Debug)]
pub(super) struct ClassFollowUpQuery {
    pub action: Action,
    pub establishment: Uai,
    pub class: ClassId,
    pub page: Page,
}

#[derive(PartialEq)]
pub(super) struct ClassSelection {
    view: ClassFollowUpView,
    /// Of each pupil, in their order.
    genders: Vec<Gender>,
    hosts: BTreeMap<Siret, CompactString>,
    /// Of each placement of the pupils.
    accompanied: BTreeMap<ApplicationId, Shown>,
    totals: Totals,
}

impl Query for ClassFollowUpQuery {
    type Selection = ClassSelection;
    type Response = (v1::ClassFollowUp, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_class(
            entities,
            caller,
            self.action,
            self.establishment,
            self.class,
        )
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.follow_up()).min(fold_position(folds, folds.agreements()))
    }

    fn select(&self, folds: &Folds) -> Result<ClassSelection, Failure> {
        let entities = folds.entities();
        let view = folds
            .follow_up()
            .fold()
            .class(entities, self.class)
            .ok_or(Failure::NotFound)?;
        let mut hosts = BTreeMap::new();
        let mut accompanied = BTreeMap::new();
        let mut genders = Vec::with_capacity(view.pupils.len());
        for pupil in &view.pupils {
            let row = entities.student(pupil.student).ok_or(Failure::NotFound)?;
            genders.push(row.gender);
            for placement in &pupil.placements {
                let shown = Shown::of_placement(folds, pupil.student, placement.application);
                accompanied.insert(placement.application, shown);
                let host = entities.host(placement.host).ok_or(Failure::NotFound)?;
                hosts
                    .entry(host.siret)
                    .or_insert_with(|| host.organisation.name.clone());
            }
        }
        Ok(ClassSelection {
            genders,
            hosts,
            accompanied,
            totals: Totals::of_class(folds, self.class),
            view,
        })
    }

    /// A pupil who has left the class since; the totals stay what they were.
    fn retain_permitted(
        &self,
        selected: &mut ClassSelection,
        now: &EntityIndex,
        caller: &Principal,
    ) {
        let pupils = std::mem::take(&mut selected.view.pupils);
        let genders = std::mem::take(&mut selected.genders);
        let both = pupils.into_iter().zip(genders);
        (selected.view.pupils, selected.genders) = both
            .filter(|(pupil, _)| {
                permits::about_student(now, caller, self.action, pupil.student).is_ok()
            })
            .unzip();
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &ClassSelection,
    ) -> Result<Self::Response, Failure> {
        let view = &selected.view;
        let identities = view.pupils.iter().filter_map(|pupil| pupil.identity);
        let placements = view.pupils.iter().flat_map(|pupil| &pupil.placements);
        let aids = placements.filter_map(|placement| travel_aid::latest(placement.aid.as_ref()));
        let events = service.events(identities.chain(aids)).await?;
        let keys = service
            .keys_of_pupils(self.action, view.pupils.iter().map(|pupil| pupil.student))
            .await?;
        let mut students = Vec::with_capacity(view.pupils.len());
        for (pupil, gender) in view.pupils.iter().zip(&selected.genders) {
            students.push(row(&events, &keys, selected, pupil, *gender)?);
        }
        point_out_duplicates(&mut students);
        students.sort_by_cached_key(by_name);
        let class = &view.class;
        let main_teacher = class.main_teacher;
        let next = self.page.next(students.len())?;
        let shown = v1::ClassFollowUp {
            class: names::of_class(view.establishment, class.class),
            label: class.label.to_string(),
            level: enums::of_level(class.level).into(),
            school_year: class.school_year.to_string(),
            main_teacher: main_teacher
                .map(|staff| names::of_staff(view.establishment, staff))
                .unwrap_or_default(),
            students: self.page.of(students),
            totals: Some(selected.totals.within(totals::shown(&class.totals))),
        };
        Ok((shown, next))
    }
}

impl WatchableQuery for ClassFollowUpQuery {
    fn action(&self) -> Action {
        self.action
    }

    fn pupils(&self, selected: &ClassSelection) -> Vec<StudentId> {
        selected
            .view
            .pupils
            .iter()
            .map(|pupil| pupil.student)
            .collect()
    }
}

/// Of each pupil, the others with the same names and date of birth (STU-16): of those who are at the
/// college.
fn point_out_duplicates(students: &mut [v1::FollowedStudent]) {
    let present = i32::from(v1::StudentStanding::Present);
    let looks: Vec<Option<Looks>> = students
        .iter()
        .map(|student| {
            let here = student.identity.as_ref();
            here.filter(|_| student.standing == present)
                .and_then(Looks::of)
        })
        .collect();
    let names: Vec<String> = students.iter().map(|s| s.student.clone()).collect();
    for (student, alike) in students.iter_mut().zip(among(&looks)) {
        let alike = alike.into_iter().filter_map(|other| names.get(other));
        student.possible_duplicates = alike.cloned().collect();
    }
}

/// By family and given name; those who were erased come first, in the order of their names on the
/// wire.
fn by_name(student: &v1::FollowedStudent) -> (String, String, String) {
    let identity = student.identity.as_ref();
    let family = identity
        .map(|identity| folded(&identity.family_name))
        .unwrap_or_default();
    let given = identity
        .map(|identity| folded(&identity.given_name))
        .unwrap_or_default();
    (family, given, student.student.clone())
}

/// So many placements of a pupil are shown, the latest ones.
const PLACEMENTS: usize = 20;

fn row(
    events: &Events,
    keys: &PupilKeys,
    selected: &ClassSelection,
    pupil: &PupilFollowUp,
    gender: Gender,
) -> Result<v1::FollowedStudent, Failure> {
    let mut placements: Vec<_> = pupil.placements.iter().collect();
    placements.sort_by_key(|placement| placement.week);
    let placements = placements.split_off(placements.len().saturating_sub(PLACEMENTS));
    Ok(v1::FollowedStudent {
        student: names::of_student(pupil.student),
        identity: Some(keys.student(events, pupil.student, pupil.identity)?),
        gender: enums::of_gender(gender).into(),
        authorisation: enums::of_authorisation(pupil.authorisation).into(),
        access_open: permits::access_open(pupil.access, pupil.authorisation),
        application_counts: Some(counts::application_counts(&pupil.applications)),
        placement_counts: Some(counts::placement_counts(
            &pupil.applications,
            pupil.cancelled_by_host,
            pupil.cancelled_by_college,
        )),
        placements: placements
            .into_iter()
            .map(|placement| followed(events, pupil, placement, selected))
            .collect::<Result<_, _>>()?,
        erased: pupil.presence == Presence::Erased,
        standing: enums::of_standing(pupil.standing).into(),
        possible_duplicates: vec![],
    })
}

fn followed(
    events: &Events,
    pupil: &PupilFollowUp,
    placement: &PlacementFollowUp,
    selected: &ClassSelection,
) -> Result<v1::FollowedPlacement, Failure> {
    let known = selected.accompanied.get(&placement.application);
    let Shown {
        agreement,
        contact_date,
        visit_date,
    } = known.cloned().unwrap_or_default();
    Ok(v1::FollowedPlacement {
        name: names::of_application(pupil.student, placement.application),
        offer: names::of_offer(placement.offer),
        host: names::of_host(placement.host),
        host_display_name: selected
            .hosts
            .get(&placement.host)
            .map(ToString::to_string)
            .unwrap_or_default(),
        week: placement.week.to_string(),
        state: enums::of_placement_state(placement.state, None).into(),
        flags: counts::flags(placement.state, placement.attention, placement.outcomes),
        travel_aid: travel_aid::shown(events, placement.aid.as_ref())?,
        agreement,
        contact_date,
        visit_date,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pupil(family: &str, given: &str) -> v1::FollowedStudent {
        let identity = v1::StudentIdentity {
            family_name: family.into(),
            given_name: given.into(),
            ..v1::StudentIdentity::default()
        };
        v1::FollowedStudent {
            identity: Some(identity),
            ..v1::FollowedStudent::default()
        }
    }

    #[test]
    fn pupils_stand_by_family_and_given_name_accents_aside() {
        let mut class = [
            pupil("Évrard", "Ana"),
            pupil("Zola", "B"),
            pupil("evrard", "Abel"),
        ];
        class.sort_by_cached_key(by_name);
        let names: Vec<_> = class
            .iter()
            .map(|row| row.identity.as_ref().unwrap().given_name.as_str())
            .collect();
        assert_eq!(names, ["Abel", "Ana", "B"]);
    }
}
