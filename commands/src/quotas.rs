//! How much one person may add to the log in a day (SPEC 8): a stream can never be shortened, so
//! whoever may write in one may not write in it without end.
//!
//! What was added is counted from the log itself: by this server as it appends, and by the fold of
//! the write side as it follows, so that neither a restart nor another server begins anew.
pub(crate) mod kept;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use domain::rules::DailyQuotas;
use eventlog::{Clock, Recorded, RecordedAt};
use parking_lot::Mutex;
use serde::Deserialize;
use uuid::Uuid;

use crate::authorisation::Action;
use crate::context::{Context, Origin, actor_id};
use crate::failure::Failure;
use domain::principal::Role;

/// The length of a day, in microseconds.
const DAY: i64 = 86_400_000_000;

/// Among so many of a person's last requests is one that this server and the log both tell.
const MOMENT: usize = 256;

/// What every person added in the last day.
pub(crate) struct Quotas {
    limits: HashMap<&'static str, usize>,
    clock: Arc<dyn Clock>,
    added: Mutex<Added>,
}

#[derive(Default)]
struct Added {
    /// By person and command, the oldest first.
    by_person: HashMap<(Uuid, &'static str), VecDeque<Use>>,
    /// When what is older than a day was last dropped.
    swept: i64,
}

/// A request that added something.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Use {
    request: Uuid,
    at: i64,
    /// Whether the log told it, as far as it was followed.
    told: bool,
}

/// What is looked at of the metadata of an event.
#[derive(Deserialize)]
struct Cause<'a> {
    request: Uuid,
    #[serde(borrow)]
    command: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    actor: std::borrow::Cow<'a, str>,
    causation: Option<Uuid>,
}

/// What somebody asks; no step that follows from a fact.
struct Asked<'a> {
    request: Uuid,
    command: &'static str,
    /// Role and id.
    actor: &'a str,
}

fn asked(context: &Context) -> Option<Asked<'_>> {
    match context.origin {
        Origin::Asked(_) => Some(Asked {
            request: context.request,
            command: context.command,
            actor: &context.chain.actor,
        }),
        Origin::Step { .. } => None,
    }
}

impl Quotas {
    /// Nothing is counted yet.
    pub fn new(daily: &DailyQuotas, clock: Arc<dyn Clock>) -> Self {
        let limited = |action: &Action| Some((action.name(), limit(*action, daily)?));
        Self {
            limits: Action::ALL.iter().filter_map(limited).collect(),
            clock,
            added: Mutex::default(),
        }
    }

    /// Whether a request may add something now. A step that follows from a fact always may, and so
    /// may a request that has added something already.
    ///
    /// # Errors
    /// [`Failure::QuotaExceeded`] where that person has added as much as a day allows.
    pub fn admit(&self, context: &Context) -> Result<(), Failure> {
        match asked(context) {
            Some(asked) => self.admit_one(&asked),
            None => Ok(()),
        }
    }

    fn admit_one(&self, context: &Asked<'_>) -> Result<(), Failure> {
        if !is_limited(context.actor) {
            return Ok(());
        }
        let Some(&most) = self.limits.get(context.command) else {
            return Ok(());
        };
        let now = self.clock.now().0;
        let mut added = self.added.lock();
        let person = (actor_id(context.actor), context.command);
        let Some(uses) = added.by_person.get_mut(&person) else {
            return Ok(());
        };
        drop_older(uses, now - DAY);
        let known = || uses.iter().any(|used| used.request == context.request);
        if uses.len() < most || known() {
            return Ok(());
        }
        // The one whose day ends first among the last `most`: the next is admitted then.
        let ends = uses.get(uses.len() - most).map_or(now, |used| used.at) + DAY;
        let micros = u64::try_from(ends.saturating_sub(now)).unwrap_or(0);
        Err(Failure::QuotaExceeded {
            command: context.command,
            most,
            retry_after: Duration::from_micros(micros.max(1)),
        })
    }

    /// A request has added something.
    pub fn count(&self, context: &Context, at: RecordedAt) {
        if let Some(asked) = asked(context) {
            self.count_one(&asked, at);
        }
    }

    fn count_one(&self, context: &Asked<'_>, at: RecordedAt) {
        if is_limited(context.actor) {
            self.add(context.command, context.actor, (context.request, at), false);
        }
    }

    /// An event of the log, of whichever server.
    pub fn follow(&self, recorded: &Recorded) {
        if recorded.recorded_at.0 <= self.clock.now().0 - DAY {
            return;
        }
        let Ok(cause) = serde_json::from_slice::<Cause<'_>>(&recorded.metadata) else {
            return;
        };
        if cause.causation.is_none() && is_limited(&cause.actor) {
            let at = recorded.recorded_at;
            self.add(&cause.command, &cause.actor, (cause.request, at), true);
        }
    }

    fn add(&self, command: &str, actor: &str, one: (Uuid, RecordedAt), told: bool) {
        let (request, at) = one;
        let Some((&command, _)) = self.limits.get_key_value(command) else {
            return;
        };
        let mut added = self.added.lock();
        if at.0 - added.swept > DAY {
            added.sweep(at.0);
        }
        let uses = added
            .by_person
            .entry((actor_id(actor), command))
            .or_default();
        // Told by this server first and by the log a moment later: one of the last ones.
        let mut last = uses.iter_mut().rev().take(MOMENT);
        match last.find(|used| used.request == request) {
            Some(used) => used.told |= told,
            None => uses.push_back(Use {
                request,
                at: at.0,
                told,
            }),
        }
    }
}

impl Added {
    fn sweep(&mut self, now: i64) {
        self.swept = now;
        self.by_person.retain(|_, uses| {
            drop_older(uses, now - DAY);
            !uses.is_empty()
        });
    }
}

fn drop_older(uses: &mut VecDeque<Use>, than: i64) {
    while uses.front().is_some_and(|used| used.at <= than) {
        uses.pop_front();
    }
}

/// Imports are the operator's, and of the size of the country.
fn is_limited(actor: &str) -> bool {
    actor
        .split_once(':')
        .is_some_and(|(role, _)| role != Role::Operator.name())
}

/// How many a day; `None` for what adds nothing.
fn limit(action: Action, daily: &DailyQuotas) -> Option<usize> {
    match action {
        Action::SaveCv
        | Action::DraftLetter
        | Action::ReviseDraft
        | Action::DescribeHost
        | Action::ReviseOffer
        | Action::AmendAgreement => Some(daily.texts),
        Action::SubmitApplication
        | Action::ApplyFromDraft
        | Action::WithdrawApplication
        | Action::ReinstateApplication
        | Action::SendCv
        | Action::CancelPlacement
        | Action::SubmitGroupApplication
        | Action::WithdrawGroupApplication => Some(daily.applications),
        Action::ExamineApplication
        | Action::LeaveComment
        | Action::AcceptApplication
        | Action::DeclineApplication
        | Action::AnswerApplications
        | Action::AcceptGroupApplication
        | Action::DeclineGroupApplication
        | Action::UndoDecline
        | Action::CancelPlacementByHost
        | Action::KeepPlacement
        | Action::CancelPlacementByCollege
        | Action::ConfirmCompletion
        | Action::ReportAbsence
        | Action::RecordDebrief
        | Action::SignAgreement
        | Action::EvaluateOffer
        | Action::EvaluatePlacement
        | Action::GrantTravelAid
        | Action::CorrectTravelAid
        | Action::AcceptReservation
        | Action::DeclineReservation
        | Action::RecordHostContact
        | Action::CorrectHostContact
        | Action::RecordVisit
        | Action::CorrectVisit
        | Action::RecordPaperSignatures => Some(daily.answers),
        Action::InviteStudent
        | Action::CorrectGuardian
        | Action::InviteStaff
        | Action::HandOverEstablishment
        | Action::ReplaceHead
        | Action::InviteHost
        | Action::AddHostPerson => Some(daily.invitations),
        Action::EnrolStudent
        | Action::EnrolStudents
        | Action::CorrectStudent
        | Action::MarkEnrolledByMistake
        | Action::RecordDeparture
        | Action::TakeInStudent
        | Action::MoveClass
        | Action::MoveStudent
        | Action::HandAuthorisationForm
        | Action::RecordAuthorisation
        | Action::ConfirmGuardian
        | Action::RemoveGuardian
        | Action::OpenAccess
        | Action::WithdrawAuthorisation
        | Action::EraseStudent
        | Action::EraseGuardian => Some(daily.pupils),
        Action::PublishOffer
        | Action::CopyOffer
        | Action::WithdrawOffer
        | Action::BlackOutOfferText => Some(daily.offers),
        Action::FeedOffers => Some(daily.fed_offers),
        Action::RecordPoolingAgreement
        | Action::RegisterEstablishment
        | Action::ConfirmHead
        | Action::ConfirmHost
        | Action::ConfirmHeadByLink
        | Action::TakeOverEstablishment
        | Action::ChooseWeeks
        | Action::RequestWaiver
        | Action::AgreeToWaiver
        | Action::RefuseWaiver
        | Action::WithdrawWaiverAgreement
        | Action::RequestHelp
        | Action::AnswerHelpRequest
        | Action::CloseHelpRequest
        | Action::FixTargets
        | Action::ReportDifficulty
        | Action::AnswerDifficulty
        | Action::CloseDifficulty
        | Action::RecordMeeting
        | Action::CorrectMeeting
        | Action::RecordActivity
        | Action::CorrectActivity
        | Action::RequestWeekException
        | Action::DeclineWeekException
        | Action::GrantWeekException
        | Action::WithdrawWeekException
        | Action::OpenClass
        | Action::CloseClass
        | Action::JoinStaff
        | Action::AdmitStaff
        | Action::TakeClass
        | Action::LeaveClass
        | Action::GrantRights
        | Action::NarrowRights
        | Action::RevokeStaff
        | Action::StateMainTeacher
        | Action::RelieveMainTeacher
        | Action::HandOverClass
        | Action::OpenNationwideSearch
        | Action::CloseNationwideSearch
        | Action::JoinScheme
        | Action::LeaveScheme
        | Action::RequestReservation
        | Action::WithdrawReservationRequest
        | Action::TakeBackHostInvitation
        | Action::FollowHostInvitation
        | Action::DiscardDraft
        | Action::EraseStaff
        | Action::RegisterHost
        | Action::RemoveHostPerson
        | Action::EraseHostPerson
        | Action::EraseRepresentative
        | Action::ErasePartnerContact
        | Action::AppointRepresentative
        | Action::RelieveRepresentative
        | Action::NamePartner
        | Action::AssignPartner
        | Action::UnassignPartner
        | Action::DismissPartner
        | Action::ImportEstablishments
        | Action::ImportHolidays
        | Action::ImportSectors => Some(daily.others),
        Action::SignUp
        | Action::ConfirmAddress
        | Action::AcceptInvitation
        | Action::SignIn
        | Action::SignInWithIssuer
        | Action::RefreshSession
        | Action::RequestPasswordReset
        | Action::ResetPassword
        | Action::RequestNewAddress
        | Action::ConfirmNewAddress
        | Action::GetSigningKeys
        | Action::SignOut
        | Action::ActAs
        | Action::GetMe
        | Action::ListOffersOfHost
        | Action::ListHosts
        | Action::ListPooledOffers
        | Action::ListLikelyDuplicates
        | Action::ListReservationRequests
        | Action::GetWaiver
        | Action::ListWaivers
        | Action::ListHelpRequests
        | Action::ListHelpRequestsOfEstablishment
        | Action::ListHostInvitations
        | Action::ListDifficulties
        | Action::ListMeetings
        | Action::GetConsolidation
        | Action::WatchConsolidation
        | Action::ListActivities
        | Action::ListEvaluable
        | Action::ListEvaluationsOfHost
        | Action::ListWeekExceptionRequests
        | Action::ListOfferRevisions
        | Action::SignOutEverywhere
        | Action::ReplacePassword
        | Action::LinkIssuer
        | Action::GetEstablishment
        | Action::GetSharedCalendar
        | Action::WatchSharedCalendar
        | Action::GetCv
        | Action::ListDrafts
        | Action::GetDraft
        | Action::ListCvComments
        | Action::ListArrivals
        | Action::GetApplication
        | Action::GetAgreement
        | Action::GetAgreementDocument
        | Action::GetAuthorisationForms
        | Action::ListAgreements
        | Action::GetGroupApplication
        | Action::ListGroupApplications
        | Action::GetHost
        | Action::GetOffer
        | Action::SearchOffers
        | Action::GetStudentFollowUp
        | Action::WatchStudentFollowUp
        | Action::GetClassFollowUp
        | Action::WatchClassFollowUp
        | Action::GetEstablishmentFollowUp
        | Action::WatchEstablishmentFollowUp
        | Action::GetHostInbox
        | Action::WatchHostInbox
        | Action::GetTerritoryDashboard
        | Action::WatchTerritoryDashboard
        | Action::GetTerritorySeries
        | Action::GetTerritoryDifference
        | Action::GetUnmetNeeds
        | Action::ListMissingReferents
        | Action::ListAuthorisationTrail
        | Action::ListAccesses
        | Action::ListCheckpoints
        | Action::ProveInclusion
        | Action::ProveConsistency
        | Action::GetTile
        | Action::ExplainFigure
        | Action::GetFact
        | Action::StartReplay
        | Action::GetReplay
        | Action::CancelReplay
        | Action::ListRepresentatives
        | Action::ListPartners
        | Action::GetPartner
        | Action::GetPersonalData
        | Action::ListSectors
        | Action::ListHolidays
        | Action::ListPlacementWeeks
        | Action::ListDepartments
        | Action::SearchEstablishments
        | Action::ExportDashboard
        | Action::GetStatus => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    #[derive(Default)]
    struct At(AtomicI64);

    impl Clock for At {
        fn now(&self) -> RecordedAt {
            RecordedAt(self.0.load(Ordering::Relaxed))
        }
    }

    fn quotas() -> (Arc<At>, Quotas) {
        let clock = Arc::new(At(AtomicI64::new(10 * DAY)));
        let daily = DailyQuotas {
            texts: 2,
            ..DailyQuotas::default()
        };
        (clock.clone(), Quotas::new(&daily, clock))
    }

    fn by(actor: u128, request: u128) -> (Uuid, String) {
        let actor = format!("pupil:{}", Uuid::from_u128(actor));
        (Uuid::from_u128(request), actor)
    }

    fn asked((request, actor): &(Uuid, String)) -> Asked<'_> {
        Asked {
            request: *request,
            command: "SaveCv",
            actor,
        }
    }

    fn admit(quotas: &Quotas, who: &(Uuid, String)) -> Result<(), Failure> {
        quotas.admit_one(&asked(who))
    }

    fn saved(quotas: &Quotas, who: &(Uuid, String)) -> Result<(), Failure> {
        admit(quotas, who)?;
        quotas.count_one(&asked(who), quotas.clock.now());
        Ok(())
    }

    #[test]
    fn so_many_a_day_and_no_more_until_the_first_is_a_day_old() {
        let (clock, quotas) = quotas();
        saved(&quotas, &by(1, 1)).unwrap();
        clock.0.fetch_add(DAY / 4, Ordering::Relaxed);
        saved(&quotas, &by(1, 2)).unwrap();
        let Err(Failure::QuotaExceeded { retry_after, .. }) = admit(&quotas, &by(1, 3)) else {
            panic!("a third");
        };
        assert_eq!(retry_after, Duration::from_secs(18 * 3_600));
        saved(&quotas, &by(2, 4)).expect("each person has a day of their own");
        clock.0.fetch_add(DAY / 4 * 3, Ordering::Relaxed);
        saved(&quotas, &by(1, 3)).expect("when it was said");
        admit(&quotas, &by(1, 5)).unwrap_err();
    }

    #[test]
    fn a_retry_counts_once_and_is_admitted() {
        let (_, quotas) = quotas();
        for request in [1, 1, 1, 2, 1, 2] {
            saved(&quotas, &by(1, request)).unwrap();
        }
        admit(&quotas, &by(1, 3)).unwrap_err();
    }

    #[test]
    fn the_operator_is_not_counted() {
        let (_, quotas) = quotas();
        for request in 0..9 {
            let operator = (
                Uuid::from_u128(request),
                format!("operator:{}", Uuid::nil()),
            );
            saved(&quotas, &operator).unwrap();
        }
        admit(&quotas, &by(1, 100)).unwrap();
    }

    #[test]
    fn what_is_a_day_old_is_dropped() {
        let (clock, quotas) = quotas();
        for person in 0..50 {
            saved(&quotas, &by(person, person)).unwrap();
        }
        clock.0.fetch_add(2 * DAY, Ordering::Relaxed);
        saved(&quotas, &by(99, 99)).unwrap();
        assert_eq!(quotas.added.lock().by_person.len(), 1);
    }

    #[test]
    fn every_command_has_a_quota() {
        let commands = Action::ALL.iter().filter(|action| {
            let query = [
                "Explain", "Export", "Get", "List", "Search", "Watch", "Prove",
            ];
            !query.iter().any(|verb| action.name().starts_with(verb))
        });
        let (_, quotas) = quotas();
        // Accounts are no streams; their attempts are counted where they are kept.
        let accounts = [
            "SignUp",
            "ConfirmAddress",
            "AcceptInvitation",
            "SignIn",
            "SignInWithIssuer",
            "RefreshSession",
            "RequestPasswordReset",
            "ResetPassword",
            "RequestNewAddress",
            "ConfirmNewAddress",
            "SignOut",
            "SignOutEverywhere",
            "ActAs",
            "ReplacePassword",
            "LinkIssuer",
        ];
        // A replay stores nothing, and nobody has two.
        let replays = ["StartReplay", "CancelReplay"];
        let elsewhere = |name| accounts.contains(&name) || replays.contains(&name);
        for command in commands.filter(|action| !elsewhere(action.name())) {
            assert!(quotas.limits.contains_key(command.name()), "{command:?}");
        }
    }
}
