//! What partners may evaluate, and what they told of hosts (OFF-9).
use std::collections::BTreeSet;

use commands::Failure;
use commands::authorisation::Action;
use domain::ids::{PartnerId, Siret};
use domain::offer::OfferStatus;
use domain::partner::{Assignment, Evaluated, Mark, PartnerEvent};
use domain::principal::Principal;
use domain::schema::Fact;
use eventlog::Position;
use projections::entities::{EntityIndex, EvaluationRow, OfferRow};
use projections::inbox::InboxFilter;
use projections::steering::EvaluationFigures;
use projections::{ApplicationState, Folds};
use proto::v1;
use wire::names;
use wire::times::timestamp;

use super::pages::Page;
use super::query::Query;
use super::response_context::ResponseContext;
use super::steering::marks;
use super::{QueryService, permits};

const EVALUABLE: &str = "evaluable";
const OF_HOST: &str = "evaluations_of_host";

/// What a partner may evaluate, and what it told of it.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_evaluable(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListEvaluableRequest,
) -> Result<v1::ListEvaluableResponse, Failure> {
    service.check_role(caller, Action::ListEvaluable)?;
    let query = EvaluableQuery {
        partner: names::partner("name", &message.name)?,
        page: Page::asked(EVALUABLE, message.page_size, &message.page_token)?,
    };
    let (position, (evaluable, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListEvaluableResponse {
        position,
        evaluable,
        next_page_token,
    })
}

/// What partners told of a host's offers and placements.
///
/// # Errors
/// As [`list_evaluable`].
pub async fn list_of_host(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListEvaluationsOfHostRequest,
) -> Result<v1::ListEvaluationsOfHostResponse, Failure> {
    service.check_role(caller, Action::ListEvaluationsOfHost)?;
    let query = OfHostQuery {
        host: names::host("host", &message.host)?,
        page: Page::asked(OF_HOST, message.page_size, &message.page_token)?,
    };
    let (position, told) = service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListEvaluationsOfHostResponse { position, ..told })
}

/// An offer or a placement, as it is shown.
#[derive(Clone, PartialEq)]
struct Line {
    name: String,
    offer: String,
    terms: Position,
    host: String,
    week: String,
}

fn line(entities: &EntityIndex, evaluated: Evaluated) -> Option<Line> {
    let (name, offer, week): (String, &OfferRow, String) = match evaluated {
        Evaluated::Offer(offer) => (
            names::of_offer(offer),
            entities.offer(offer)?,
            String::new(),
        ),
        Evaluated::Placement(student, application) => {
            let (_, row) = entities.application(student, application)?;
            (
                names::of_application(student, application),
                entities.offer_row(row.offer)?,
                row.week.to_string(),
            )
        }
    };
    Some(Line {
        name,
        offer: names::of_offer(offer.offer),
        terms: offer.terms,
        host: entities.host_row(offer.host)?.organisation.name.to_string(),
        week,
    })
}

struct EvaluableQuery {
    partner: PartnerId,
    page: Page,
}

impl EvaluableQuery {
    /// Offers of its hosts, then completed placements there and of its colleges' pupils.
    fn evaluable(&self, folds: &Folds) -> Vec<Evaluated> {
        let entities = folds.entities();
        let Some(state) = entities.partner(self.partner) else {
            return vec![];
        };
        let (mut offers, mut placements) = (vec![], BTreeSet::new());
        for to in state.assignments() {
            match to {
                Assignment::Host(siret) => {
                    let numbers = entities.host(siret).map(|host| host.offers.as_slice());
                    let rows = numbers.unwrap_or_default().iter();
                    let rows = rows.filter_map(|number| entities.offer_row(*number));
                    let open = rows.filter(|row| row.status == OfferStatus::Open);
                    offers.extend(open.map(|row| Evaluated::Offer(row.offer)));
                    let completed = InboxFilter {
                        state: Some(ApplicationState::Completed),
                        limit: usize::MAX,
                        ..InboxFilter::default()
                    };
                    let inbox = folds.inbox().fold().of_host(entities, siret, completed);
                    let done = inbox.into_iter().flat_map(|inbox| inbox.applications);
                    placements.extend(
                        done.map(|entry| Evaluated::Placement(entry.student, entry.application)),
                    );
                }
                Assignment::Establishment(uai) => {
                    let students = entities.establishment(uai).map(|row| &row.students);
                    let students = students.into_iter().flatten();
                    let here = entities.establishment_no(uai);
                    for student in students.filter_map(|number| entities.student_row(*number)) {
                        if Some(student.establishment) != here {
                            continue;
                        }
                        let done = entities.applications_of(student);
                        let done = done
                            .filter(|(number, _)| folds.steering().fold().is_completed(*number));
                        placements.extend(done.map(|(_, row)| {
                            Evaluated::Placement(student.student, row.application)
                        }));
                    }
                }
            }
        }
        offers.into_iter().chain(placements).collect()
    }
}

impl Query for EvaluableQuery {
    type Selection = (Vec<(Line, u32)>, String);
    type Response = (Vec<v1::Evaluable>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_partner(entities, caller, Action::ListEvaluable, self.partner)
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let entities = folds.entities();
        let (evaluable, next) = self.page.split(self.evaluable(folds))?;
        let told = |evaluated| {
            let partner = entities.partner(self.partner);
            let mark = partner.and_then(|partner| partner.mark(evaluated));
            Some((line(entities, evaluated)?, mark.map_or(0, Mark::number)))
        };
        Ok((evaluable.into_iter().filter_map(told).collect(), next))
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (lines, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let events = service
            .events(lines.iter().map(|(line, _)| line.terms))
            .await?;
        let shown = lines.iter().map(|(line, mark)| {
            Ok(v1::Evaluable {
                name: line.name.clone(),
                offer: line.offer.clone(),
                offer_title: events.terms(line.terms)?.title.to_string(),
                host_display_name: line.host.clone(),
                week: line.week.clone(),
                mark: *mark,
            })
        });
        Ok((shown.collect::<Result<_, Failure>>()?, next.clone()))
    }
}

struct OfHostQuery {
    host: Siret,
    page: Page,
}

#[derive(Clone, PartialEq)]
struct OfHost {
    told: Vec<(Line, PartnerId, String, EvaluationRow)>,
    figures: EvaluationFigures,
    next: String,
}

impl Query for OfHostQuery {
    type Selection = OfHost;
    type Response = v1::ListEvaluationsOfHostResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_host(entities, caller, Action::ListEvaluationsOfHost, self.host)
    }

    fn select(&self, folds: &Folds) -> Result<OfHost, Failure> {
        let entities = folds.entities();
        let host = entities.host_no(self.host).ok_or(Failure::NotFound)?;
        let is_own = |evaluated: Evaluated| {
            let offer = match evaluated {
                Evaluated::Offer(offer) => entities.offer(offer),
                Evaluated::Placement(student, application) => {
                    let found = entities.application(student, application);
                    found.and_then(|(_, row)| entities.offer_row(row.offer))
                }
            };
            offer.is_some_and(|offer| offer.host == host)
        };
        let mut told = vec![];
        let mut figures = EvaluationFigures::default();
        for (evaluated, partner, row) in entities.evaluations() {
            if !is_own(evaluated) {
                continue;
            }
            let marks = match evaluated {
                Evaluated::Offer(_) => &mut figures.offers,
                Evaluated::Placement(..) => &mut figures.placements,
            };
            marks.evaluations += 1;
            marks.sum += row.mark.number();
            let association = entities
                .partner(partner)
                .and_then(|known| known.association());
            let association = association.map(ToString::to_string).unwrap_or_default();
            if let Some(line) = line(entities, evaluated) {
                told.push((line, partner, association, row));
            }
        }
        told.sort_by_key(|(_, _, _, row)| std::cmp::Reverse(row.at));
        let (told, next) = self.page.split(told)?;
        Ok(OfHost {
            told,
            figures,
            next,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        found: &OfHost,
    ) -> Result<v1::ListEvaluationsOfHostResponse, Failure> {
        let places = found
            .told
            .iter()
            .flat_map(|(line, _, _, row)| [line.terms, row.at]);
        let events = service.events(places).await?;
        let writers = found.told.iter().map(|(_, partner, _, _)| partner.0);
        let keys = service.keys(writers).await?;
        let mut evaluations = vec![];
        for (line, partner, association, row) in &found.told {
            let event = events.at(row.at)?;
            let Fact::Partner(_, PartnerEvent::EvaluationGiven { comment, .. }) =
                &event.record.fact
            else {
                return Err(event.unexpected("an evaluation"));
            };
            evaluations.push(v1::Evaluation {
                association: association.clone(),
                name: line.name.clone(),
                offer_title: events.terms(line.terms)?.title.to_string(),
                week: line.week.clone(),
                mark: row.mark.number(),
                comment: match comment {
                    Some(comment) => keys.word(partner.0, comment)?,
                    None => String::new(),
                },
                recorded_time: Some(timestamp(event.at())),
            });
        }
        Ok(v1::ListEvaluationsOfHostResponse {
            position: 0,
            evaluations,
            next_page_token: found.next.clone(),
            offers: Some(marks(found.figures.offers)),
            placements: Some(marks(found.figures.placements)),
        })
    }
}
