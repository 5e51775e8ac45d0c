//! A request for an association's help, and who is told (EST-14).
use domain::establishment::{EstablishmentEvent, HelpClosedBy};
use domain::ids::{PartnerId, Uai};
use domain::mandate::Office;
use projections::entities::EstablishmentRow;
use vault::PersonId;

use super::establishment::named;
use super::fact_context::{FactContext, head};
use crate::kind::Kind;
use crate::letter::{Letter, Person};

/// To those who may answer; to the head and the association that is named; and, of a closing, to the
/// other side.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "nobody is written to for what is not named"
)]
pub(super) fn letters(on: &FactContext<'_>, uai: Uai, event: &EstablishmentEvent) -> Vec<Letter> {
    use EstablishmentEvent as E;
    let Some(college) = on.entities.establishment(uai) else {
        return vec![];
    };
    match event {
        // While there is something to answer.
        E::HelpRequested { request, .. } => {
            let known = college.state.help_request(*request);
            let waits = known.is_some_and(|known| known.status.is_open());
            let asked = waits.then(|| to_department(on, college, Kind::HelpRequested));
            asked.unwrap_or_default()
        }
        E::HelpRequestAnswered { partner, .. } => {
            let to_head = to_head(on, college, Kind::HelpRequestAnswered);
            let named = partner.and_then(|partner| to_partner(on, college, partner));
            to_head.into_iter().chain(named).collect()
        }
        E::HelpRequestClosed { by, .. } => match by {
            HelpClosedBy::College(_) => to_department(on, college, Kind::HelpRequestClosed),
            HelpClosedBy::Representative(..) => to_head(on, college, Kind::HelpRequestClosed)
                .into_iter()
                .collect(),
        },
        _ => vec![],
    }
}

fn to_head(on: &FactContext<'_>, college: &EstablishmentRow, kind: Kind) -> Option<Letter> {
    on.to_staff(college, head(college)?, kind, named(college))
}

/// To who answers for an association, while it takes part.
fn to_partner(
    on: &FactContext<'_>,
    college: &EstablishmentRow,
    partner: PartnerId,
) -> Option<Letter> {
    let known = on.entities.partner(partner)?;
    let to = Person {
        person: PersonId(partner.0),
        identity: on.entities.partner_identity(partner)?,
    };
    known
        .is_active()
        .then(|| on.letter(to, Kind::HelpGiven, named(college)))
}

/// To the prefect, the referent and the academic director of the college's department.
fn to_department(on: &FactContext<'_>, college: &EstablishmentRow, kind: Kind) -> Vec<Letter> {
    let Some(department) = college.state.department() else {
        return vec![];
    };
    let department = department.code;
    let offices = [
        Office::Prefect { department },
        Office::Referent { department },
        Office::AcademicDirector { department },
    ];
    let holders = offices
        .into_iter()
        .flat_map(|office| on.entities.holders(office));
    let letters = holders.map(|(holder, identity)| {
        let person = PersonId(holder.0);
        on.letter(Person { person, identity }, kind, named(college))
    });
    letters.collect()
}
