//! What happens to a waiver, and who is told (EST-2).
use domain::establishment::{Authority, EstablishmentEvent};
use domain::ids::Uai;
use domain::mandate::Office;
use projections::entities::EstablishmentRow;
use vault::PersonId;

use super::establishment::named;
use super::fact_context::{FactContext, head};
use crate::kind::Kind;
use crate::letter::{Facts, Letter, Person};

/// To the head, where there is one, and to whoever decides for the authorities that it concerns. Of
/// the last agreement it is told that the waiver is granted.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "nobody is written to for what is not named"
)]
pub(super) fn letters(on: &FactContext<'_>, uai: Uai, event: &EstablishmentEvent) -> Vec<Letter> {
    use EstablishmentEvent as E;
    let college = on.entities.establishment(uai);
    let Some((college, year)) = college.zip(event.waiver_year()) else {
        return vec![];
    };
    let waiver = college.state.waiver(year);
    let facts = Facts {
        school_year: Some(year),
        ..named(college)
    };
    match event {
        E::WaiverRequested { .. } => {
            let asked = Authority::ALL.into_iter();
            let asked = asked.filter(|authority| waiver.awaits(*authority));
            asked
                .flat_map(|authority| {
                    to_authority(on, college, authority, Kind::WaiverRequested, &facts)
                })
                .collect()
        }
        E::WaiverAgreed { .. } if waiver.is_granted() => vec![],
        E::WaiverAgreed { office, .. } => {
            decided(on, college, office.authority(), Kind::WaiverAgreed, &facts)
        }
        E::WaiverRefused { office, .. } => {
            decided(on, college, office.authority(), Kind::WaiverRefused, &facts)
        }
        E::WaiverAgreementWithdrawn { office, .. } => decided(
            on,
            college,
            office.authority(),
            Kind::WaiverWithdrawn,
            &facts,
        ),
        E::WaiverGranted { .. } => {
            let authorities = Authority::ALL.into_iter();
            let told = authorities.flat_map(|authority| {
                to_authority(on, college, authority, Kind::WaiverGranted, &facts)
            });
            to_head(on, college, Kind::WaiverGranted, &facts)
                .into_iter()
                .chain(told)
                .collect()
        }
        _ => vec![],
    }
}

/// To the head, and to the other authority than the one that decided.
fn decided(
    on: &FactContext<'_>,
    college: &EstablishmentRow,
    by: Authority,
    kind: Kind,
    facts: &Facts,
) -> Vec<Letter> {
    let facts = Facts {
        authority: Some(by),
        ..facts.clone()
    };
    let other = to_authority(on, college, by.other(), kind, &facts);
    to_head(on, college, kind, &facts)
        .into_iter()
        .chain(other)
        .collect()
}

fn to_head(
    on: &FactContext<'_>,
    college: &EstablishmentRow,
    kind: Kind,
    facts: &Facts,
) -> Option<Letter> {
    on.to_staff(college, head(college)?, kind, facts.clone())
}

/// To whoever decides for an authority in the college's department.
fn to_authority(
    on: &FactContext<'_>,
    college: &EstablishmentRow,
    authority: Authority,
    kind: Kind,
    facts: &Facts,
) -> Vec<Letter> {
    let Some(department) = college.state.department() else {
        return vec![];
    };
    let department = department.code;
    let offices = match authority {
        Authority::Prefecture => vec![
            Office::Prefect { department },
            Office::Referent { department },
        ],
        Authority::AcademicServices => vec![Office::AcademicDirector { department }],
    };
    let holders = offices
        .into_iter()
        .flat_map(|office| on.entities.holders(office));
    let letters = holders.map(|(holder, identity)| {
        let person = PersonId(holder.0);
        on.letter(Person { person, identity }, kind, facts.clone())
    });
    letters.collect()
}
