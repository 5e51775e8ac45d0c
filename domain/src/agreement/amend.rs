//! Host or college word the terms anew: another version, which all have to sign (AGR-2).
use jiff::civil::Date;

use super::event::AgreementEvent;
use super::in_force;
use super::refusal::Refusal;
use super::state::AgreementState;
use super::terms::{AgreementTerms, Editor};
use crate::digest::TermsDigest;
use crate::offer::check_place;
use crate::personal::PersonIdentity;
use crate::sealed::Sealed;

/// The whole of the terms, said anew.
#[derive(Clone, Debug)]
pub struct AmendAgreement {
    /// The version in whose place they stand.
    pub based_on: u32,
    /// Who says so.
    pub by: Editor,
    /// The terms.
    pub terms: AgreementTerms,
    /// Who the tutor is, where it is another than before.
    pub tutor: Option<Sealed<PersonIdentity>>,
    /// Of these terms, as the version after `based_on`.
    pub digest: TermsDigest,
    /// The present day where the college is.
    pub today: Date,
}

/// The first day always lies ahead, so that all can sign before it (AGR-3): a week that has begun is
/// agreed anew for what is left of it.
pub fn amend(state: &AgreementState, cmd: AmendAgreement) -> Result<Vec<AgreementEvent>, Refusal> {
    let current = in_force(state)?;
    if current.version != cmd.based_on {
        return Err(Refusal::VersionNotCurrent {
            current: current.version,
        });
    }
    let (week, terms) = (current.week, &cmd.terms);
    if terms.first_day < week.monday()
        || terms.last_day > week.friday()
        || terms.last_day < terms.first_day
    {
        return Err(Refusal::DaysOutsideWeek(week));
    }
    if terms.first_day <= cmd.today {
        return Err(Refusal::TooLateToAmend { today: cmd.today });
    }
    if terms.hours.until <= terms.hours.from {
        return Err(Refusal::HoursUnfit);
    }
    check_place(&terms.place).map_err(|bad| Refusal::Place(Box::new(bad)))?;
    let tutor = terms.tutor;
    let named = cmd
        .tutor
        .map(|identity| AgreementEvent::AgreementTutorNamed { tutor, identity });
    let amended = AgreementEvent::AgreementAmended {
        student: current.student,
        version: current.version.saturating_add(1),
        by: cmd.by,
        on: cmd.today,
        terms: cmd.terms,
        digest: cmd.digest,
    };
    Ok(named.into_iter().chain([amended]).collect())
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::time;

    use super::super::AgreementCommand;
    use super::super::testing::*;
    use super::*;
    use crate::ids::HostPersonId;
    use crate::testing::*;

    fn amending(terms: AgreementTerms) -> AmendAgreement {
        AmendAgreement {
            based_on: 1,
            by: Editor::Host,
            terms,
            tutor: None,
            digest: DIGEST,
            today: TODAY,
        }
    }

    fn amend(cmd: AmendAgreement) -> AgreementCommand {
        AgreementCommand::Amend(cmd)
    }

    #[test]
    fn other_terms_are_another_version_that_nobody_has_signed() {
        agreement([opened(), signed_by_host()])
            .when(amend(amending(terms())))
            .then([amended(2)]);
        let state = agreement([opened(), signed_by_host(), amended(2)]).state();
        assert_eq!(state.current().unwrap().missing().len(), 4);
    }

    #[test]
    fn another_tutor_is_named_with_the_terms() {
        let other = HostPersonId(id(77));
        let changed = AgreementTerms {
            tutor: other,
            ..terms()
        };
        let cmd = AmendAgreement {
            tutor: Some(sealed()),
            ..amending(changed.clone())
        };
        agreement([opened()])
            .when(amend(cmd))
            .then([tutor_named(other), amended_to(2, changed)]);
    }

    #[test]
    fn who_amends_has_seen_the_present_version_of_an_agreement_that_holds() {
        agreement([])
            .when(amend(amending(terms())))
            .then_refused(Refusal::Unknown);
        agreement([opened(), ended()])
            .when(amend(amending(terms())))
            .then_refused(Refusal::Ended);
        agreement([opened(), amended(2)])
            .when(amend(amending(terms())))
            .then_refused(Refusal::VersionNotCurrent { current: 2 });
    }

    #[test]
    fn the_days_lie_within_the_week_and_ahead() {
        let (monday, friday) = (week(7).monday(), week(7).friday());
        let between = |first_day, last_day| AgreementTerms {
            first_day,
            last_day,
            ..terms()
        };
        for (first, last) in [
            (monday - 1.day(), friday),
            (monday, friday + 1.day()),
            (friday, monday),
        ] {
            agreement([opened()])
                .when(amend(amending(between(first, last))))
                .then_refused(Refusal::DaysOutsideWeek(week(7)));
        }
        let begun = |terms| AmendAgreement {
            today: monday,
            ..amending(terms)
        };
        agreement([opened()])
            .when(amend(begun(between(monday, friday))))
            .then_refused(Refusal::TooLateToAmend { today: monday });
        let rest = between(monday + 1.day(), friday);
        let amended = AgreementEvent::AgreementAmended {
            student: PUPIL,
            version: 2,
            by: Editor::Host,
            on: monday,
            terms: rest.clone(),
            digest: DIGEST,
        };
        agreement([opened()])
            .when(amend(begun(rest)))
            .then([amended]);
    }

    #[test]
    fn hours_and_place_are_those_of_an_offer() {
        let mut late = terms();
        late.hours.until = time(8, 0, 0, 0);
        agreement([opened()])
            .when(amend(amending(late)))
            .then_refused(Refusal::HoursUnfit);
        let mut nowhere = terms();
        nowhere.place.postal_code = "1".into();
        let bad = crate::offer::Refusal::BadPostalCode;
        agreement([opened()])
            .when(amend(amending(nowhere)))
            .then_refused(Refusal::Place(Box::new(bad)));
    }
}
