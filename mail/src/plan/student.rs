//! What happens to a pupil, and who is told.
use domain::calendar::SchoolYear;
use domain::ids::{ApplicationId, GuardianId, OfferId, StudentId};
use domain::student::{DeclineCause, FlagCause, StudentEvent, WithdrawalCause};
use vault::PersonId;

use super::fact_context::{FactContext, head, pupil};
use crate::capacity;
use crate::kind::Kind;
use crate::letter::{Facts, Letter, Person};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "nobody is written to for what is not named"
)]
pub(super) fn letters(
    on: &FactContext<'_>,
    student: StudentId,
    event: &StudentEvent,
) -> Vec<Letter> {
    use StudentEvent as E;
    match event {
        E::AuthorisationRecorded { guardian, .. } => {
            invited(on, student, *guardian, on.identified_here(guardian.0))
        }
        E::GuardianReplacementRecorded {
            former,
            also_former,
            guardian,
            ..
        } => {
            let former = std::iter::once(*former).chain(*also_former);
            // Themself where nobody acted any more.
            let former = former.filter(|former| former != guardian);
            replaced(on, student, former, *guardian)
        }
        E::SecondGuardianRecorded {
            guardian, waits, ..
        } => {
            if *waits {
                joins(on, student, *guardian)
            } else {
                invited(on, student, *guardian, on.identified_here(guardian.0))
            }
        }
        E::SecondGuardianConfirmed { guardian, .. } => {
            let acting = on.guardians(student).filter(|to| to.person.0 == guardian.0);
            acting
                .flat_map(|to| invited(on, student, *guardian, to))
                .collect()
        }
        E::GuardianRemoved { guardian, .. } => removed(on, student, *guardian),
        // Both, where two signed.
        E::GuardianReplacementConfirmed { guardian, .. }
            if on.entities.is_guardian(student, *guardian) =>
        {
            on.guardians(student)
                .flat_map(|to| invited(on, student, GuardianId(to.person.0), to))
                .collect()
        }
        // Where they have no account yet the link goes to the address that is right.
        E::GuardianIdentityCorrected { guardian, .. } => {
            invited(on, student, *guardian, on.identified_here(guardian.0))
        }
        E::CommentLeft { .. } => {
            let row = on.entities.student(student).filter(|row| row.may_act());
            let letter = row.and_then(pupil);
            let letter = letter.map(|to| on.letter(to, Kind::CommentLeft, Facts::default()));
            letter.into_iter().collect()
        }
        E::StudentLeft { .. } => to_family(on, student, Kind::DepartureRecorded),
        E::StudentTakenIn {
            from,
            establishment,
            ..
        } if from != establishment => to_family(on, student, Kind::TakenIn),
        E::StudentInvited { .. } => pupil_invited(on, student),
        // The host is told of the group, not of each of its pupils (OFF-7).
        E::ApplicationSubmitted { application, .. } if on.entities.is_in_group(*application) => {
            vec![]
        }
        E::ApplicationWithdrawn {
            application,
            cause: WithdrawalCause::GroupWithdrawn | WithdrawalCause::GroupIncomplete,
        } => to_pupil(on, student, *application, Kind::GroupEnded),
        E::ApplicationWithdrawn { application, .. } if on.entities.is_in_group(*application) => {
            vec![]
        }
        E::ApplicationSubmitted { application, .. } => {
            to_host(on, student, *application, Kind::ApplicationReceived)
        }
        // Whatever the cause: that the guardian, or another host, stands behind it is not for
        // this host to know.
        E::ApplicationWithdrawn { application, .. } => {
            to_host(on, student, *application, Kind::ApplicationWithdrawn)
        }
        E::ApplicationReinstated { application, .. } => {
            to_host(on, student, *application, Kind::ApplicationReinstated)
        }
        E::HostReminded {
            application,
            after_days: _,
            expires_on,
        } => {
            let asked = on.application(student, *application);
            asked.map_or_else(Vec::new, |mut asked| {
                asked.facts.expires_on = Some(*expires_on);
                on.to_host(Kind::HostReminder, &asked)
            })
        }
        E::CvSent { application, .. } => to_host(on, student, *application, Kind::CvSent),
        E::ApplicationAccepted { application, .. } => {
            to_pupil(on, student, *application, Kind::ApplicationAccepted)
        }
        E::ApplicationDeclined { application, cause } => {
            let kind = match cause {
                DeclineCause::ByHost { .. } => Kind::ApplicationDeclined,
                DeclineCause::OfferWithdrawn => Kind::OfferWithdrawn,
                DeclineCause::WeekDropped => Kind::WeekDropped,
                DeclineCause::ReservedElsewhere => Kind::OfferReservedElsewhere,
                DeclineCause::WithGroup => Kind::GroupEnded,
            };
            to_pupil(on, student, *application, kind)
        }
        E::DeclineUndone { application, .. } => {
            to_pupil(on, student, *application, Kind::DeclineUndone)
        }
        E::ApplicationExpired { application, .. } => {
            to_pupil(on, student, *application, Kind::ApplicationExpired)
        }
        E::AcceptanceRefused {
            application,
            offer,
            week,
            because: _,
        } => refused(on, student, *application, *offer, *week),
        // Why is not for the host to know.
        E::PlacementCancelledByPupil { application, .. }
        | E::PlacementCancelledByErasure { application, .. } => {
            to_host(on, student, *application, Kind::PlacementGivenUp)
        }
        E::PlacementCancelledByHost { application, .. } => cancelled(on, student, *application),
        E::PlacementCancelledByCollege { application, .. } => {
            cancelled_by_college(on, student, *application)
        }
        E::PlacementFlagged {
            application,
            cause: FlagCause::AuthorisationWithdrawn,
        } => flagged(on, student, *application),
        E::PlacementFlagged {
            application,
            cause: FlagCause::LeftCollege,
        } => flagged_for(on, student, *application, Kind::PlacementFlaggedDeparture),
        // EST-2: while the access is closed for it.
        E::PlacementFlagged {
            application,
            cause: FlagCause::NotEligible,
        } => flagged_for(on, student, *application, Kind::PlacementFlaggedNotEligible),
        // EST-10: never to the host.
        E::TravelAidGranted { application, .. } => {
            of_aid(on, student, *application, Kind::TravelAidGranted)
        }
        E::TravelAidCorrected { application, .. } => {
            of_aid(on, student, *application, Kind::TravelAidCorrected)
        }
        E::AccessClosed { school_year } => access_closed(on, student, *school_year),
        // An authorisation that is withdrawn is told by what it flags and withdraws.
        _ => vec![],
    }
}

/// STU-1: the guardian may follow, and withdraw, what they signed.
fn invited(
    on: &FactContext<'_>,
    student: StudentId,
    guardian: GuardianId,
    to: Person,
) -> Vec<Letter> {
    let signed = on.entities.college_of(student);
    let signed = signed.filter(|_| on.entities.is_guardian(student, guardian));
    let Some((college, row)) = signed else {
        return vec![];
    };
    let facts = Facts {
        pupil: pupil(row),
        college: college.state.listing().map(|listing| listing.name.clone()),
        ..Facts::default()
    };
    let letter = on.letter(to, Kind::GuardianInvitation, facts);
    vec![letter.inviting(capacity::guardian(guardian, student))]
}

/// STU-1: the head is told who signed beside a guardian who acts, while it waits for them.
fn joins(on: &FactContext<'_>, student: StudentId, guardian: GuardianId) -> Vec<Letter> {
    let waits = on.entities.waiting_guardian(student);
    // Of a form that waits as a whole the head is told already.
    let authorised = on
        .entities
        .student(student)
        .filter(|row| row.is_authorised());
    if authorised.is_none() || waits.is_none_or(|(waits, _)| waits != guardian) {
        return vec![];
    }
    let of_college = on.of_college(student, &Facts::default());
    let letter = of_college.and_then(|(college, facts, _)| {
        let kind = Kind::SecondGuardianToConfirm;
        on.to_staff(college, head(college)?, kind, facts)
    });
    letter.into_iter().collect()
}

/// STU-1: the former guardians are told, and the head while the change waits for them.
fn replaced(
    on: &FactContext<'_>,
    student: StudentId,
    former: impl Iterator<Item = GuardianId>,
    guardian: GuardianId,
) -> Vec<Letter> {
    let Some((college, row)) = on.entities.college_of(student) else {
        return vec![];
    };
    let named = Facts {
        pupil: pupil(row),
        college: college.state.listing().map(|listing| listing.name.clone()),
        ..Facts::default()
    };
    let to_former = former.filter_map(|former| {
        let identity = on.entities.replaced_guardian(former)?;
        let person = PersonId(former.0);
        let to = Person { person, identity };
        Some(on.letter(to, Kind::GuardianReplaced, named.clone()))
    });
    let of_college = on.of_college(student, &Facts::default());
    let waits = !on.entities.is_guardian(student, guardian);
    let to_head = of_college
        .filter(|_| waits)
        .and_then(|(college, facts, _)| {
            on.to_staff(college, head(college)?, Kind::GuardianToConfirm, facts)
        });
    to_former.chain(to_head).collect()
}

/// STU-1: whoever acted for the pupil, or waited, is told that they do so no more.
fn removed(on: &FactContext<'_>, student: StudentId, guardian: GuardianId) -> Vec<Letter> {
    let told = on.entities.replaced_guardian(guardian);
    let Some(((college, row), identity)) = on.entities.college_of(student).zip(told) else {
        return vec![];
    };
    let facts = Facts {
        pupil: pupil(row),
        college: college.state.listing().map(|listing| listing.name.clone()),
        ..Facts::default()
    };
    let person = PersonId(guardian.0);
    vec![on.letter(Person { person, identity }, Kind::GuardianRemoved, facts)]
}

/// STU-4: the address is told here, the name when the pupil was enrolled. Nobody is invited whose
/// authorisation was withdrawn since (STU-1).
fn pupil_invited(on: &FactContext<'_>, student: StudentId) -> Vec<Letter> {
    let row = on.entities.student(student);
    let Some(row) = row.filter(|row| row.may_act()) else {
        return vec![];
    };
    let to = on.identified_here(student.0);
    let mut letter = on.letter(to, Kind::StudentInvitation, Facts::default());
    letter.facts.to = pupil(row);
    vec![letter.inviting(capacity::pupil(student))]
}

/// OFF-5: to everybody who acts for the host.
fn to_host(
    on: &FactContext<'_>,
    student: StudentId,
    application: ApplicationId,
    kind: Kind,
) -> Vec<Letter> {
    let asked = on.application(student, application);
    asked.map_or_else(Vec::new, |asked| on.to_host(kind, &asked))
}

/// STU-8.
fn to_pupil(
    on: &FactContext<'_>,
    student: StudentId,
    application: ApplicationId,
    kind: Kind,
) -> Vec<Letter> {
    let asked = on.application(student, application);
    let letter = asked.and_then(|asked| on.to_pupil(student, kind, &asked));
    letter.into_iter().collect()
}

/// OFF-5: the host is told; the reason stands on the platform, for it may be the pupil's own.
fn refused(
    on: &FactContext<'_>,
    student: StudentId,
    application: ApplicationId,
    offer: OfferId,
    week: domain::calendar::Week,
) -> Vec<Letter> {
    let Some(mut asked) = on.seat(offer) else {
        return vec![];
    };
    asked.facts.week = Some(week);
    asked.facts.application = Some((student, application));
    on.to_host(Kind::AcceptanceRefused, &asked)
}

/// OFF-6: the pupil, the head and the main teacher.
fn cancelled(on: &FactContext<'_>, student: StudentId, application: ApplicationId) -> Vec<Letter> {
    let Some(asked) = on.application(student, application) else {
        return vec![];
    };
    let kind = Kind::PlacementCancelledForCollege;
    let mut letters = Vec::from_iter(on.to_pupil(student, Kind::PlacementCancelled, &asked));
    if let Some((college, facts, main_teacher)) = on.of_college(student, &asked.facts) {
        let head = head(college);
        let teacher = main_teacher.filter(|teacher| head != Some(*teacher));
        for staff in head.into_iter().chain(teacher) {
            letters.extend(on.to_staff(college, staff, kind, facts.clone()));
        }
    }
    letters
}

/// STU-2: the host, the pupil, and the guardians, also after they withdrew it.
fn cancelled_by_college(
    on: &FactContext<'_>,
    student: StudentId,
    application: ApplicationId,
) -> Vec<Letter> {
    let Some(asked) = on.application(student, application) else {
        return vec![];
    };
    let kind = Kind::PlacementCancelledForFamily;
    let mut letters = on.to_host(Kind::PlacementCancelledByCollege, &asked);
    letters.extend(on.to_pupil(student, kind, &asked));
    letters.extend(on.to_guardians(student, kind, &asked));
    letters
}

/// STU-2: the head, while the authorisation is not valid again: then there is nothing to decide.
fn flagged(on: &FactContext<'_>, student: StudentId, application: ApplicationId) -> Vec<Letter> {
    let row = on.entities.student(student);
    if row.is_none_or(|row| row.is_authorised()) {
        return vec![];
    }
    flagged_for(on, student, application, Kind::PlacementFlagged)
}

/// STU-2, STU-17: to the head of the pupil's college.
fn flagged_for(
    on: &FactContext<'_>,
    student: StudentId,
    application: ApplicationId,
    kind: Kind,
) -> Vec<Letter> {
    let Some(asked) = on.application(student, application) else {
        return vec![];
    };
    let Some((college, facts, _)) = on.of_college(student, &asked.facts) else {
        return vec![];
    };
    let letter = head(college).and_then(|head| on.to_staff(college, head, kind, facts));
    letter.into_iter().collect()
}

/// EST-10: to the pupil, and to the guardians.
fn of_aid(
    on: &FactContext<'_>,
    student: StudentId,
    application: ApplicationId,
    kind: Kind,
) -> Vec<Letter> {
    let Some(asked) = on.application(student, application) else {
        return vec![];
    };
    let to_pupil = on.to_pupil(student, kind, &asked);
    let to_guardians = on.to_guardians(student, kind, &asked);
    to_pupil.into_iter().chain(to_guardians).collect()
}

/// EST-2: to the family, while the access is closed.
fn access_closed(on: &FactContext<'_>, student: StudentId, year: SchoolYear) -> Vec<Letter> {
    let row = on.entities.student(student);
    if row.is_none_or(|row| row.may_act()) {
        return vec![];
    }
    let mut letters = to_family(on, student, Kind::AccessClosed);
    for letter in &mut letters {
        letter.facts.school_year = Some(year);
    }
    letters
}

/// STU-17: to the guardians and to the pupil, with the college that it is about.
fn to_family(on: &FactContext<'_>, student: StudentId, kind: Kind) -> Vec<Letter> {
    let Some((college, row)) = on.entities.college_of(student) else {
        return vec![];
    };
    let facts = Facts {
        college: college.state.listing().map(|listing| listing.name.clone()),
        ..Facts::default()
    };
    let family = on.guardians(student).chain(pupil(row));
    family
        .map(|to| on.letter(to, kind, facts.clone()))
        .collect()
}
