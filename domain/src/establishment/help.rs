//! The head asks for the help of an association; the representatives of the State answer; whoever
//! needs it no more closes it (EST-14).
use super::event::EstablishmentEvent;
use super::help_refusal::HelpRefusal;
use super::help_terms::{HelpClosedBy, HelpFor, HelpRequest, HelpStatus};
use super::preconditions::must_be_registered;
use super::refusal::Refusal;
use super::state::EstablishmentState;
use super::waiver::DecidingOffice;
use crate::calendar::SchoolYear;
use crate::ids::{HelpRequestId, PartnerId, RepresentativeId, StaffId};
use crate::personal::Word;
use crate::sealed::Sealed;

/// Most pupils of one request: a class or two.
const MOST_PUPILS: usize = 60;

/// The head asks for the help of an association.
#[derive(Clone, Debug)]
pub struct RequestHelp {
    /// Its id.
    pub request: HelpRequestId,
    /// The present school year where the college is.
    pub school_year: SchoolYear,
    /// The head.
    pub by: StaffId,
    /// For whom.
    pub about: HelpFor,
    /// Whether every pupil named is one of the college.
    pub pupils: PupilsNamed,
    /// What is needed, sealed with the head's key.
    pub words: Sealed<Word>,
}

/// Whether pupils are of the college that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PupilsNamed {
    /// All of them are there.
    AllThere,
    /// One is not, or there is no such pupil: which of both is not told.
    OneElsewhere,
}

/// A representative of the State answers.
#[derive(Clone, Debug)]
pub struct AnswerHelpRequest {
    /// Which.
    pub request: HelpRequestId,
    /// In which office.
    pub office: DecidingOffice,
    /// Who.
    pub by: RepresentativeId,
    /// The association that helps, and whether it is assigned to the college.
    pub partner: Option<(PartnerId, PartnerFacts)>,
    /// What, sealed with their key.
    pub words: Sealed<Word>,
}

/// Whether an association looks after a college.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartnerFacts {
    /// It does.
    Assigned,
    /// It does not, or there is no such association.
    NotAssigned,
}

/// It is no longer needed, or was given.
#[derive(Clone, Copy, Debug)]
pub struct CloseHelpRequest {
    /// Which.
    pub request: HelpRequestId,
    /// Who says so.
    pub by: HelpClosedBy,
}

/// Asks for help; under an id that is known it is asked already.
pub fn request_help(
    state: &EstablishmentState,
    cmd: RequestHelp,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    must_be_registered(state)?;
    let RequestHelp {
        request,
        school_year,
        by,
        about,
        pupils,
        words,
    } = cmd;
    if state.help_request(request).is_some() {
        return Ok(vec![]);
    }
    if let HelpFor::Pupils(named) = &about {
        if named.is_empty() || named.len() > MOST_PUPILS {
            return Err(HelpRefusal::PupilsUnfit.into());
        }
        match pupils {
            PupilsNamed::AllThere => {}
            PupilsNamed::OneElsewhere => return Err(HelpRefusal::PupilElsewhere.into()),
        }
    }
    Ok(vec![EstablishmentEvent::HelpRequested {
        request,
        school_year,
        by,
        about,
        words,
    }])
}

/// Answers a request that is not closed, also more than once; an association that is named is
/// assigned to the college (DSH-7).
pub fn answer_help_request(
    state: &EstablishmentState,
    cmd: AnswerHelpRequest,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let AnswerHelpRequest {
        request,
        office,
        by,
        partner,
        words,
    } = cmd;
    let known = state.help_request(request);
    match known.ok_or(HelpRefusal::Unknown)?.status {
        HelpStatus::Closed => return Err(HelpRefusal::Closed.into()),
        HelpStatus::Open | HelpStatus::Answered => {}
    }
    let partner = match partner {
        Some((_, PartnerFacts::NotAssigned)) => return Err(HelpRefusal::PartnerNotAssigned.into()),
        Some((partner, PartnerFacts::Assigned)) => Some(partner),
        None => None,
    };
    Ok(vec![EstablishmentEvent::HelpRequestAnswered {
        request,
        office,
        by,
        partner,
        words,
    }])
}

/// Closes a request, answered or not; once closed is closed.
pub fn close_help_request(
    state: &EstablishmentState,
    CloseHelpRequest { request, by }: CloseHelpRequest,
) -> Result<Vec<EstablishmentEvent>, Refusal> {
    let known = state.help_request(request);
    match known.ok_or(HelpRefusal::Unknown)?.status {
        HelpStatus::Closed => Ok(vec![]),
        HelpStatus::Open | HelpStatus::Answered => {
            Ok(vec![EstablishmentEvent::HelpRequestClosed { request, by }])
        }
    }
}

impl EstablishmentState {
    /// A request for help.
    #[must_use]
    pub fn help_request(&self, request: HelpRequestId) -> Option<HelpRequest> {
        self.help.get(&request).copied()
    }

    /// Every request for help, closed ones too, by id.
    pub fn help_requests(&self) -> impl Iterator<Item = (HelpRequestId, HelpRequest)> {
        self.help.iter().map(|(id, request)| (*id, *request))
    }

    /// Follows an event that tells of a request for help.
    pub(super) fn follow_help(&mut self, event: &EstablishmentEvent) {
        if let EstablishmentEvent::HelpRequested {
            request,
            school_year,
            by: _,
            about,
            words: _,
        } = event
        {
            let pupils = match about {
                HelpFor::College => 0,
                HelpFor::Pupils(named) => u16::try_from(named.len()).unwrap_or(u16::MAX),
            };
            let asked = HelpRequest {
                school_year: *school_year,
                pupils,
                partner: None,
                status: HelpStatus::Open,
            };
            self.help.insert(*request, asked);
        } else if let EstablishmentEvent::HelpRequestAnswered {
            request, partner, ..
        } = event
        {
            if let Some(known) = self.help.get_mut(request) {
                known.status = HelpStatus::Answered;
                known.partner = partner.or(known.partner);
            }
        } else if let EstablishmentEvent::HelpRequestClosed { request, by: _ } = event
            && let Some(known) = self.help.get_mut(request)
        {
            known.status = HelpStatus::Closed;
        }
    }
}

impl EstablishmentEvent {
    /// The request for help that it tells of.
    #[must_use]
    pub fn help_request(&self) -> Option<HelpRequestId> {
        if let Self::HelpRequested { request, .. }
        | Self::HelpRequestAnswered { request, .. }
        | Self::HelpRequestClosed { request, .. } = self
        {
            Some(*request)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::EstablishmentCommand as C;
    use super::super::testing::*;
    use super::super::waiver::DecidingOffice::{AcademicDirector, Prefect};
    use super::*;
    use crate::testing::PUPIL;

    const REQUEST: HelpRequestId = HelpRequestId(id(120));
    const PARTNER: PartnerId = PartnerId(id(121));

    fn ask(about: HelpFor, pupils: PupilsNamed) -> C {
        C::RequestHelp(RequestHelp {
            request: REQUEST,
            school_year: year(),
            by: HEAD,
            about,
            pupils,
            words: sealed(),
        })
    }

    fn asked(about: HelpFor) -> EstablishmentEvent {
        EstablishmentEvent::HelpRequested {
            request: REQUEST,
            school_year: year(),
            by: HEAD,
            about,
            words: sealed(),
        }
    }

    fn answer(partner: Option<(PartnerId, PartnerFacts)>) -> C {
        C::AnswerHelpRequest(AnswerHelpRequest {
            request: REQUEST,
            office: AcademicDirector,
            by: REPRESENTATIVE,
            partner,
            words: sealed(),
        })
    }

    fn answered(partner: Option<PartnerId>) -> EstablishmentEvent {
        EstablishmentEvent::HelpRequestAnswered {
            request: REQUEST,
            office: AcademicDirector,
            by: REPRESENTATIVE,
            partner,
            words: sealed(),
        }
    }

    fn close(by: HelpClosedBy) -> C {
        C::CloseHelpRequest(CloseHelpRequest {
            request: REQUEST,
            by,
        })
    }

    fn closed(by: HelpClosedBy) -> EstablishmentEvent {
        EstablishmentEvent::HelpRequestClosed {
            request: REQUEST,
            by,
        }
    }

    #[test]
    fn a_head_asks_for_the_college_or_for_pupils() {
        for about in [HelpFor::College, HelpFor::Pupils(vec![PUPIL])] {
            registered_college([])
                .when(ask(about.clone(), PupilsNamed::AllThere))
                .then([asked(about.clone())]);
            registered_college([asked(about.clone())])
                .when(ask(about, PupilsNamed::AllThere))
                .then_nothing();
        }
        let state = registered_college([asked(HelpFor::Pupils(vec![PUPIL]))]).state();
        let known = state.help_request(REQUEST).unwrap();
        assert_eq!((known.pupils, known.status), (1, HelpStatus::Open));
        college([listed()])
            .when(ask(HelpFor::College, PupilsNamed::AllThere))
            .then_refused(Refusal::NotRegistered);
    }

    #[test]
    fn pupils_are_named_and_are_the_colleges() {
        for unfit in [vec![], vec![PUPIL; 61]] {
            registered_college([])
                .when(ask(HelpFor::Pupils(unfit), PupilsNamed::AllThere))
                .then_refused(HelpRefusal::PupilsUnfit.into());
        }
        registered_college([])
            .when(ask(HelpFor::Pupils(vec![PUPIL]), PupilsNamed::OneElsewhere))
            .then_refused(HelpRefusal::PupilElsewhere.into());
    }

    #[test]
    fn an_answer_names_an_association_that_is_assigned_or_none() {
        let past = || registered_college([asked(HelpFor::College)]);
        past().when(answer(None)).then([answered(None)]);
        past()
            .when(answer(Some((PARTNER, PartnerFacts::Assigned))))
            .then([answered(Some(PARTNER))]);
        past()
            .when(answer(Some((PARTNER, PartnerFacts::NotAssigned))))
            .then_refused(HelpRefusal::PartnerNotAssigned.into());
        registered_college([])
            .when(answer(None))
            .then_refused(HelpRefusal::Unknown.into());
        // A further answer does not forget the association.
        let state = past()
            .and([answered(Some(PARTNER)), answered(None)])
            .state();
        let known = state.help_request(REQUEST).unwrap();
        assert_eq!(
            (known.partner, known.status),
            (Some(PARTNER), HelpStatus::Answered)
        );
    }

    #[test]
    fn head_or_representative_closes_it_once() {
        let by = [
            HelpClosedBy::College(HEAD),
            HelpClosedBy::Representative(Prefect, REPRESENTATIVE),
        ];
        for by in by {
            registered_college([asked(HelpFor::College)])
                .when(close(by))
                .then([closed(by)]);
            registered_college([asked(HelpFor::College), answered(None), closed(by)])
                .when(close(by))
                .then_nothing();
            registered_college([asked(HelpFor::College), closed(by)])
                .when(answer(None))
                .then_refused(HelpRefusal::Closed.into());
            registered_college([])
                .when(close(by))
                .then_refused(HelpRefusal::Unknown.into());
        }
    }
}
