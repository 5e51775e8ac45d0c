//! The follow-up of one pupil (STU-12).
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::erasure::Presence;
use domain::ids::StudentId;
use domain::principal::Principal;
use domain::student::Standing;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::follow_up::StudentFollowUpView;
use proto::v1;

use super::accompaniment::Shown;
use super::{guardians, record, travel_aid};
use crate::applications::{Reader, history};
use crate::arrangements::{ArrangementsAt, Opened, keys_of_tutors};
use crate::offers::OfferSelection;
use crate::pages::Page;
use crate::permits;
use crate::query::{Query, fold_position};
use crate::response_context::ResponseContext;
use crate::watching::WatchableQuery;
use wire::times::timestamp;
use wire::{counts, enums, names};

#[derive(Debug)]
pub(super) struct StudentFollowUpQuery {
    pub action: Action,
    pub student: StudentId,
    pub reader: Reader,
    /// Of the college, which alone is told who signed.
    pub by_college: bool,
    pub page: Page,
}

#[derive(PartialEq)]
pub(super) struct StudentSelection {
    view: StudentFollowUpView,
    class_label: CompactString,
    /// Of each application, in their order.
    offers: Vec<OfferSelection>,
    /// Of each application, in their order.
    accompanied: Vec<Shown>,
    /// Of each application, in their order.
    arranged: Vec<ArrangementsAt>,
    /// The events of the authorisation, for the college.
    authorisation: Vec<Position>,
}

impl Query for StudentFollowUpQuery {
    type Selection = StudentSelection;
    type Response = (v1::StudentFollowUp, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_student(entities, caller, self.action, self.student)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.follow_up())
            .min(fold_position(folds, folds.agreements()))
            .min(fold_position(folds, folds.trail()))
    }

    fn select(&self, folds: &Folds) -> Result<StudentSelection, Failure> {
        let entities = folds.entities();
        let view = folds.follow_up().fold().student(entities, self.student);
        let view = view.ok_or(Failure::NotFound)?;
        let (_, college) = entities.class(view.class).ok_or(Failure::NotFound)?;
        let class = college.state.class(view.class).ok_or(Failure::NotFound)?;
        let offers = view.applications.iter().map(|application| {
            OfferSelection::of(entities, application.offer).ok_or(Failure::NotFound)
        });
        let offers: Vec<OfferSelection> = offers.collect::<Result<_, _>>()?;
        let applications = view.applications.iter();
        let accompanied = applications
            .map(|application| Shown::of_placement(folds, self.student, application.application))
            .collect();
        let both = view.applications.iter().zip(&offers);
        let arranged = both
            .map(|(application, offer)| {
                ArrangementsAt::of(folds, self.student, application.application, offer.terms)
            })
            .collect();
        let authorisation = match self.by_college {
            true => guardians::told(folds, self.student),
            false => vec![],
        };
        Ok(StudentSelection {
            authorisation,
            accompanied,
            arranged,
            class_label: class.label.clone(),
            offers,
            view,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &StudentSelection,
    ) -> Result<Self::Response, Failure> {
        let StudentSelection {
            view,
            class_label,
            offers,
            accompanied,
            arranged,
            authorisation,
        } = selected;
        let mut positions = Vec::from_iter(view.pupil.identity);
        positions.extend(authorisation);
        positions.extend(recent(&view.record));
        positions.extend(arranged.iter().flat_map(ArrangementsAt::events));
        for application in &view.applications {
            positions.extend(application.history.first());
            positions.extend(recent(&application.history));
            positions.extend(travel_aid::told(application.aid.as_ref()));
        }
        let events = service.events(positions).await?;
        let both = view.applications.iter().zip(arranged);
        let placed = both.filter(|(application, _)| application.state.is_placement());
        let placed = placed.map(|(_, arranged)| *arranged);
        let tutors = keys_of_tutors(service, &events, placed).await?;
        let keys = service.keys_of_pupils(self.action, [self.student]).await?;
        let mut applications = Vec::with_capacity(view.applications.len());
        let opened = Opened {
            events: &events,
            tutors: &tutors,
            pupils: &keys,
        };
        let beside = offers.iter().zip(accompanied).zip(arranged);
        let each = view.applications.iter().zip(beside);
        for (application, ((offer, accompanied), arranged)) in each.rev() {
            // Of an erased pupil the history does not begin with the submission any more.
            let first = view
                .pupil
                .identity
                .and(application.history.first())
                .map(|at| events.at(*at))
                .transpose()?;
            let Shown {
                agreement,
                contact_date,
                visit_date,
            } = accompanied.clone();
            applications.push(v1::FollowedApplication {
                agreement,
                contact_date,
                visit_date,
                name: names::of_application(self.student, application.application),
                offer: names::of_offer(application.offer),
                offer_title: events.terms(offer.terms)?.title.to_string(),
                host: names::of_host(application.host),
                host_display_name: offer.host_name.to_string(),
                sector: application.sector.to_string(),
                week: application.week.to_string(),
                state: enums::of_application_state(application.state).into(),
                placement_state: enums::of_placement_state(
                    application.state,
                    application.cancelled_by,
                )
                .into(),
                flags: counts::flags(
                    application.state,
                    application.attention,
                    application.outcomes,
                ),
                submitted_time: first.map(|event| timestamp(event.at())),
                history: history(
                    &events,
                    &keys,
                    self.student,
                    recent(&application.history),
                    self.reader,
                )?,
                arrangements: opened.arrangements(
                    self.student,
                    application.host,
                    *arranged,
                    application.state,
                )?,
                travel_aid: travel_aid::with_history(
                    &events,
                    &keys,
                    self.student,
                    application.aid.as_ref(),
                )?,
            });
        }
        let counts = &view.pupil.applications;
        let next = self.page.next(applications.len())?;
        let shown = v1::StudentFollowUp {
            student: names::of_student(self.student),
            identity: Some(keys.student(&events, self.student, view.pupil.identity)?),
            gender: enums::of_gender(view.gender).into(),
            class: names::of_class(view.establishment, view.class),
            class_label: class_label.to_string(),
            level: enums::of_level(view.level).into(),
            school_year: view.school_year.to_string(),
            authorisation: enums::of_authorisation(view.pupil.authorisation).into(),
            access_open: permits::access_open(view.pupil.access, view.pupil.authorisation),
            cv_versions: u32::try_from(view.cv_versions.len()).unwrap_or(u32::MAX),
            application_counts: Some(counts::application_counts(counts)),
            placement_counts: Some(counts::placement_counts(
                counts,
                view.pupil.cancelled_by_host,
                view.pupil.cancelled_by_college,
            )),
            applications: self.page.of(applications),
            erased: view.pupil.presence == Presence::Erased,
            standing: enums::of_standing(view.pupil.standing).into(),
            new_establishment: new_establishment(view.pupil.standing),
            record: record::shown(&events, &keys, self.student, recent(&view.record))?,
            guardians: guardians::shown(&events, authorisation)?,
        };
        Ok((shown, next))
    }
}

impl WatchableQuery for StudentFollowUpQuery {
    fn action(&self) -> Action {
        self.action
    }

    fn pupils(&self, _: &StudentSelection) -> Vec<StudentId> {
        vec![self.student]
    }
}

fn new_establishment(standing: Standing) -> String {
    match standing {
        Standing::Left {
            destination: Some(to),
        } => names::of_establishment(to.establishment),
        Standing::Left { destination: None } | Standing::Present | Standing::EnrolledByMistake => {
            String::new()
        }
    }
}

/// The last entries of a history; all of them are told of the application itself.
fn recent(history: &[Position]) -> &[Position] {
    const SHOWN: usize = 20;
    &history[history.len().saturating_sub(SHOWN)..]
}
