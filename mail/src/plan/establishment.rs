//! What happens to a college, and who is told.
use domain::calendar::Week;
use domain::establishment::{EstablishmentEvent, Registration, StaffStatus};
use domain::ids::{StaffId, Uai};
use domain::mandate::Office;

use projections::entities::EstablishmentRow;
use vault::PersonId;

use super::fact_context::{FactContext, head};
use super::{help, host_invitations, waivers};
use crate::capacity;
use crate::kind::Kind;
use crate::letter::{Facts, Letter, Person};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "nobody is written to for what is not named"
)]
pub(super) fn letters(on: &FactContext<'_>, uai: Uai, event: &EstablishmentEvent) -> Vec<Letter> {
    use EstablishmentEvent as E;
    match event {
        E::HeadConfirmationRequested { head } => to_confirm(on, uai, *head),
        E::HeadConfirmed { head, .. } => {
            let college = on.entities.establishment(uai);
            let letter = college.and_then(|college| {
                on.to_staff(college, *head, Kind::HeadConfirmed, named(college))
            });
            letter.into_iter().collect()
        }
        E::SuccessorNamed { successor, .. } => {
            let waits = |college: &&EstablishmentRow| {
                let member = college.state.member(*successor);
                member.is_some_and(|member| member.status == StaffStatus::Invited)
            };
            let Some(college) = on.entities.establishment(uai).filter(waits) else {
                return vec![];
            };
            let to = on.identified_here(successor.0);
            let letter = on.letter(to, Kind::SuccessorInvitation, named(college));
            vec![letter.inviting(capacity::head(*successor, uai))]
        }
        E::HeadRelieved { head } => {
            let college = on.entities.establishment(uai);
            let letter = college.and_then(|college| {
                let to = Person {
                    person: PersonId(head.0),
                    identity: college.identity_of(*head)?,
                };
                Some(on.letter(to, Kind::HeadRelieved, named(college)))
            });
            letter.into_iter().collect()
        }
        // EST-6.
        E::StaffInvited { staff, role, .. } => {
            let Some(college) = on.entities.establishment(uai) else {
                return vec![];
            };
            let member = college.state.member(*staff);
            if member.is_none_or(|member| member.status == StaffStatus::Revoked) {
                return vec![];
            }
            let facts = named(college);
            let letter = on.letter(on.identified_here(staff.0), Kind::StaffInvitation, facts);
            vec![letter.inviting(capacity::staff(*staff, *role, uai))]
        }
        // EST-6: the head is told, while there is something to decide.
        E::StaffAdmissionRequested { staff, .. } => {
            let waits = |college: &&EstablishmentRow| {
                let member = college.state.member(*staff);
                member.is_some_and(|member| member.status == StaffStatus::Requested)
            };
            let college = on.entities.establishment(uai).filter(waits);
            let letter = college.and_then(|college| {
                let kind = Kind::StaffAdmissionRequested;
                on.to_staff(college, head(college)?, kind, named(college))
            });
            letter.into_iter().collect()
        }
        E::StaffJoined { staff, .. } => {
            let takes_part = |college: &&EstablishmentRow| college.state.is_active(*staff);
            let college = on.entities.establishment(uai).filter(takes_part);
            let letter = college.and_then(|college| {
                on.to_staff(college, head(college)?, Kind::StaffJoined, named(college))
            });
            letter.into_iter().collect()
        }
        E::StaffAdmitted { staff, .. } => {
            let college = on.entities.establishment(uai);
            let letter = college.and_then(|college| {
                on.to_staff(college, *staff, Kind::StaffAdmitted, named(college))
            });
            letter.into_iter().collect()
        }
        // EST-2.
        E::WaiverRequested { .. }
        | E::WaiverAgreed { .. }
        | E::WaiverRefused { .. }
        | E::WaiverAgreementWithdrawn { .. }
        | E::WaiverGranted { .. } => waivers::letters(on, uai, event),
        // EST-14.
        E::HelpRequested { .. } | E::HelpRequestAnswered { .. } | E::HelpRequestClosed { .. } => {
            help::letters(on, uai, event)
        }
        // EST-11.
        E::HostInvited { invitation, .. } => host_invitations::sent(on, uai, *invitation),
        // EST-3: while there is something to answer.
        E::WeekExceptionRequested { week } => {
            let asks = |college: &&EstablishmentRow| college.state.asks_for_week_exception(*week);
            let college = on.entities.establishment(uai).filter(asks);
            college.map_or_else(Vec::new, |college| asked_for(on, college, *week))
        }
        E::WeekExceptionGranted { week } => answered(on, uai, *week, Kind::WeekExceptionGranted),
        E::WeekExceptionDeclined { week } => answered(on, uai, *week, Kind::WeekExceptionDeclined),
        // Whoever registers a college or signs up by themself made their account with it.
        _ => vec![],
    }
}

/// EST-1a: the college's own mailbox is asked about whoever registered it, while they wait, and the
/// academic director, who may confirm them too, is told.
fn to_confirm(on: &FactContext<'_>, uai: Uai, head: StaffId) -> Vec<Letter> {
    let waits = |college: &&EstablishmentRow| {
        let awaits = college.state.registration() == Registration::AwaitsConfirmation;
        awaits && college.state.is_head(head)
    };
    let Some(college) = on.entities.establishment(uai).filter(waits) else {
        return vec![];
    };
    let to_mailbox = college.identity_of(head).and_then(|identity| {
        let to = Person {
            person: PersonId(head.0),
            identity,
        };
        let facts = Facts {
            establishment: Some(uai),
            ..named(college)
        };
        let letter = on.letter(to, Kind::HeadToConfirm, facts);
        Some(letter.at(college.state.mailbox()?))
    });
    let told = to_director(on, college, Kind::HeadAwaitsConfirmation, &named(college));
    to_mailbox.into_iter().chain(told).collect()
}

/// EST-3: to the academic director.
fn asked_for(on: &FactContext<'_>, college: &EstablishmentRow, week: Week) -> Vec<Letter> {
    let facts = Facts {
        week: Some(week),
        ..named(college)
    };
    to_director(on, college, Kind::WeekExceptionRequested, &facts)
}

/// To the academic director of the college's department.
fn to_director(
    on: &FactContext<'_>,
    college: &EstablishmentRow,
    kind: Kind,
    facts: &Facts,
) -> Vec<Letter> {
    let Some(department) = college.state.department() else {
        return vec![];
    };
    let department = department.code;
    let holders = on.entities.holders(Office::AcademicDirector { department });
    let letters = holders.map(|(holder, identity)| {
        let person = PersonId(holder.0);
        let to = Person { person, identity };
        on.letter(to, kind, facts.clone())
    });
    letters.collect()
}

/// EST-3: to the head.
fn answered(on: &FactContext<'_>, uai: Uai, week: Week, kind: Kind) -> Vec<Letter> {
    let letter = on.entities.establishment(uai).and_then(|college| {
        let facts = Facts {
            week: Some(week),
            ..named(college)
        };
        on.to_staff(college, head(college)?, kind, facts)
    });
    letter.into_iter().collect()
}

/// A letter that names the college.
pub(super) fn named(college: &EstablishmentRow) -> Facts {
    Facts {
        college: college.state.listing().map(|listing| listing.name.clone()),
        ..Facts::default()
    }
}
