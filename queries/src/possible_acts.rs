//! What the caller can do about an application as it stands: what their role and rights let them ask, and
//! the rules would neither refuse nor find done already. The rules are asked with the streams of pupil and
//! offer as they stood at the position of the answer.
use commands::Failure;
use commands::authorisation::{Action, Grant, grant};
use domain::ids::{ApplicationId, OfferId, StudentId};
use domain::offer::OfferState;
use domain::principal::{Principal, Role};
use domain::rules::Rules;
use domain::student::{
    ApplicationAct, Circumstances, CollegeFacts, CompletionWitness, held_back_after,
};
use eventlog::Position;
use jiff::Timestamp;
use jiff::civil::Date;
use projections::Folds;

use super::{QueryService, permits};
use wire::enums;

/// What is asked of the folds of it.
#[derive(PartialEq)]
pub(super) struct ActsSelection {
    student: StudentId,
    application: ApplicationId,
    offer: OfferId,
    /// What role and rights of the caller let them ask.
    permitted: Vec<ApplicationAct>,
    host_awaits_confirmation: bool,
    college: CollegeFacts,
    held_back_after: Option<Timestamp>,
    witness: CompletionWitness,
    now: Timestamp,
    today: Date,
    /// The streams are read up to this position.
    at: Position,
}

impl ActsSelection {
    /// What a caller may ask at an instant about an application, by the folds, and an answer that stands
    /// at a position.
    pub(super) fn of(
        folds: &Folds,
        caller: &Principal,
        (student, application): (StudentId, ApplicationId),
        (now, rules): (Timestamp, &Rules),
        at: Position,
    ) -> Result<Self, Failure> {
        let entities = folds.entities();
        let (college, pupil) = entities.college_of(student).ok_or(Failure::NotFound)?;
        let class = entities.class_row(pupil.class).ok_or(Failure::NotFound)?;
        let (_, asked) = entities
            .application(student, application)
            .ok_or(Failure::NotFound)?;
        let offer = entities.offer_row(asked.offer).ok_or(Failure::NotFound)?;
        let host = entities.host_row(offer.host).ok_or(Failure::NotFound)?;
        let permitted = ApplicationAct::ALL.into_iter().filter(|act| {
            let action = action(*act);
            grant(caller.role(), action) != Grant::Refused
                && permits::about_application(entities, caller, action, student, application)
                    .is_ok()
        });
        let network = college.state.listing().map(|listing| listing.network);
        let year = asked.week.school_year();
        Ok(Self {
            student,
            application,
            offer: offer.offer,
            permitted: permitted.collect(),
            host_awaits_confirmation: host.awaits_confirmation,
            college: CollegeFacts::of(&college.state, class.class, year, rules),
            held_back_after: held_back_after(network, now, rules),
            witness: match caller.role() {
                Role::HostPerson => CompletionWitness::Host,
                _ => CompletionWitness::College,
            },
            now,
            today: college.state.zone().day_of(now),
            at,
        })
    }

    /// What of it would come to something, as the wire has it; nothing where a stream is damaged on which
    /// the rules rest, which keeps nobody from seeing the application.
    pub(super) async fn possible(&self, service: &QueryService) -> Result<Vec<i32>, Failure> {
        match self.by_the_rules(service).await {
            Err(Failure::Damaged(why)) => {
                tracing::error!(why, "what can be done about an application is not known");
                Ok(vec![])
            }
            told => told,
        }
    }

    async fn by_the_rules(&self, service: &QueryService) -> Result<Vec<i32>, Failure> {
        if self.permitted.is_empty() {
            return Ok(vec![]);
        }
        let state = service.student_at(self.student, self.at).await?;
        let (offer, deposited) = self.offer(service).await?;
        let circumstances = Circumstances {
            student: self.student,
            offer: &offer,
            host_awaits_confirmation: self.host_awaits_confirmation,
            deposited,
            college: &self.college,
            held_back_after: self.held_back_after,
            witness: self.witness,
            at: self.now,
            today: self.today,
        };
        let possible = self.permitted.iter().filter(|act| {
            act.is_possible(&state, self.application, &circumstances, &service.rules)
        });
        let possible = possible.map(|act| enums::of_application_act(*act).into());
        Ok(possible.collect())
    }

    /// The offer and when it was deposited; read only where a rule asks it.
    async fn offer(&self, service: &QueryService) -> Result<(OfferState, Timestamp), Failure> {
        if !self.permitted.iter().any(|act| act.rests_on_offer()) {
            return Ok((OfferState::default(), Timestamp::MIN));
        }
        let history = service.offer_at(self.offer, self.at).await?;
        let deposited = Timestamp::from_microsecond(history.published.0);
        Ok((history.state, deposited.unwrap_or(Timestamp::MAX)))
    }
}

/// The method by which it is asked.
fn action(act: ApplicationAct) -> Action {
    match act {
        ApplicationAct::SendCv => Action::SendCv,
        ApplicationAct::WithdrawApplication => Action::WithdrawApplication,
        ApplicationAct::ReinstateApplication => Action::ReinstateApplication,
        ApplicationAct::CancelPlacement => Action::CancelPlacement,
        ApplicationAct::ExamineApplication => Action::ExamineApplication,
        ApplicationAct::AcceptApplication => Action::AcceptApplication,
        ApplicationAct::DeclineApplication => Action::DeclineApplication,
        ApplicationAct::UndoDecline => Action::UndoDecline,
        ApplicationAct::CancelPlacementByHost => Action::CancelPlacementByHost,
        ApplicationAct::KeepPlacement => Action::KeepPlacement,
        ApplicationAct::CancelPlacementByCollege => Action::CancelPlacementByCollege,
        ApplicationAct::ConfirmCompletion => Action::ConfirmCompletion,
        ApplicationAct::ReportAbsence => Action::ReportAbsence,
        ApplicationAct::RecordDebrief => Action::RecordDebrief,
        ApplicationAct::GrantTravelAid => Action::GrantTravelAid,
        ApplicationAct::CorrectTravelAid => Action::CorrectTravelAid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_named_as_its_method_here_and_on_the_wire() {
        for act in ApplicationAct::ALL {
            let method = action(act).name();
            assert_eq!(format!("{act:?}"), method);
            let wire = enums::of_application_act(act).as_str_name();
            let words = wire.strip_prefix("APPLICATION_ACT_").unwrap();
            assert_eq!(words.replace('_', ""), method.to_uppercase());
        }
    }
}
