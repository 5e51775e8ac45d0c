//! The college: its place in the national directory, weeks, classes, staff and search area.
mod admit_staff;
mod choose_weeks;
mod close_class;
mod confirm_head;
mod decide_waiver;
mod eligibility;
mod erase_staff;
mod event;
mod grant_rights;
mod grant_week_exception;
mod hand_over_class;
mod help;
mod help_refusal;
mod help_terms;
mod host_invitation_refusal;
mod host_invitation_terms;
mod host_invitations;
mod invite_staff;
mod join_staff;
mod label;
mod leave_class;
mod list;
mod mailbox;
mod move_class;
mod move_refusal;
mod name_successor;
mod narrow_rights;
mod nationwide_search;
mod not_eligible;
mod open_class;
mod preconditions;
#[cfg(test)]
mod properties;
mod refusal;
mod register;
mod relieve_main_teacher;
mod request_waiver;
mod request_week_exception;
mod revoke_staff;
mod scheme_refusal;
mod schemes;
mod standing;
mod state;
mod state_main_teacher;
mod take_class;
mod take_over;
mod terms;
#[cfg(test)]
mod testing;
mod waiver;
mod waiver_refusal;
mod waivers;
mod week_exceptions;
mod withdraw_week_exception;
mod year_refusal;

pub use admit_staff::AdmitStaff;
pub use choose_weeks::{ChooseWeeks, WeekFacts, may_choose};
pub use close_class::CloseClass;
pub use confirm_head::ConfirmHead;
pub use decide_waiver::{DecideWaiver, WaiverAnswer};
pub use eligibility::{Eligibility, EligibleYears, Participation};
pub use erase_staff::EraseStaff;
pub use event::{CLASS_OPENED_V1, EstablishmentEvent};
pub use grant_rights::GrantRights;
pub use grant_week_exception::GrantWeekException;
pub use hand_over_class::HandOverClass;
pub use help::{AnswerHelpRequest, CloseHelpRequest, PartnerFacts, PupilsNamed, RequestHelp};
pub use help_refusal::HelpRefusal;
pub use help_terms::{HelpClosedBy, HelpFor, HelpRequest, HelpStatus};
pub use host_invitation_refusal::HostInvitationRefusal;
pub use host_invitation_terms::{HostInvitation, HostInvitationStatus};
pub use host_invitations::{ExpireHostInvitation, InviteHost, TakeBackHostInvitation};
pub use invite_staff::InviteStaff;
pub use join_staff::JoinStaff;
pub use leave_class::LeaveClass;
pub use list::ListEstablishment;
pub use move_class::MoveClass;
pub use move_refusal::MoveRefusal;
pub use name_successor::{HandOverEstablishment, ReplaceHead, Successor};
pub use narrow_rights::NarrowRights;
pub use nationwide_search::{CloseNationwideSearch, OpenNationwideSearch};
pub use not_eligible::not_eligible;
pub use open_class::OpenClass;
pub use refusal::Refusal;
pub use register::RegisterEstablishment;
pub use relieve_main_teacher::RelieveMainTeacher;
pub use request_waiver::RequestWaiver;
pub use request_week_exception::{DeclineWeekException, RequestWeekException};
pub use revoke_staff::RevokeStaff;
pub use scheme_refusal::SchemeRefusal;
pub use schemes::{JoinScheme, LeaveScheme};
pub use standing::NotYetPresent;
pub use state::{
    Class, ClassStatus, EstablishmentState, Member, Post, Registration, SearchArea, StaffStatus,
};
pub use state_main_teacher::StateMainTeacher;
pub use take_class::TakeClass;
pub use take_over::TakeOverEstablishment;
pub use terms::{
    EqualChancesScheme, HeadConfirmation, Level, Listing, Network, Right, SchemeParticipation,
    StaffRole,
};
pub use waiver::{
    Authority, AuthorityDecision, DecidingOffice, MissingAgreement, Waiver, WaiverStatus,
};
pub use waiver_refusal::WaiverRefusal;
pub use withdraw_week_exception::WithdrawWeekException;
pub use year_refusal::YearRefusal;

use crate::decider::Decider;
use crate::ids::Uai;
use crate::rules::Rules;

/// The college as an aggregate: streams `establishment-{uai}`.
#[derive(Clone, Copy, Debug)]
pub struct Establishment;

/// What may be asked of a college's stream.
#[derive(Clone, Debug)]
pub enum EstablishmentCommand {
    List(ListEstablishment),
    Register(RegisterEstablishment),
    ConfirmHead(ConfirmHead),
    HandOver(HandOverEstablishment),
    ReplaceHead(ReplaceHead),
    TakeOver(TakeOverEstablishment),
    ChooseWeeks(ChooseWeeks),
    RequestWaiver(RequestWaiver),
    DecideWaiver(DecideWaiver),
    RequestHelp(RequestHelp),
    AnswerHelpRequest(AnswerHelpRequest),
    CloseHelpRequest(CloseHelpRequest),
    InviteHost(InviteHost),
    TakeBackHostInvitation(TakeBackHostInvitation),
    ExpireHostInvitation(ExpireHostInvitation),
    RequestWeekException(RequestWeekException),
    DeclineWeekException(DeclineWeekException),
    GrantWeekException(GrantWeekException),
    WithdrawWeekException(WithdrawWeekException),
    OpenClass(OpenClass),
    CloseClass(CloseClass),
    MoveClass(MoveClass),
    InviteStaff(InviteStaff),
    JoinStaff(JoinStaff),
    AdmitStaff(AdmitStaff),
    TakeClass(TakeClass),
    LeaveClass(LeaveClass),
    GrantRights(GrantRights),
    NarrowRights(NarrowRights),
    RevokeStaff(RevokeStaff),
    EraseStaff(EraseStaff),
    StateMainTeacher(StateMainTeacher),
    RelieveMainTeacher(RelieveMainTeacher),
    HandOverClass(HandOverClass),
    OpenNationwideSearch(OpenNationwideSearch),
    CloseNationwideSearch(CloseNationwideSearch),
    JoinScheme(JoinScheme),
    LeaveScheme(LeaveScheme),
}

impl Decider for Establishment {
    const CATEGORY: &'static str = "establishment";
    type Id = Uai;
    type State = EstablishmentState;
    type Command = EstablishmentCommand;
    type Event = EstablishmentEvent;
    type Refusal = Refusal;

    fn decide(
        state: &EstablishmentState,
        command: EstablishmentCommand,
        rules: &Rules,
    ) -> Result<Vec<EstablishmentEvent>, Refusal> {
        use EstablishmentCommand as C;
        match command {
            C::List(cmd) => list::list(state, cmd),
            C::Register(cmd) => register::register(state, cmd, rules),
            C::ConfirmHead(cmd) => confirm_head::confirm_head(state, cmd),
            C::HandOver(cmd) => name_successor::hand_over(state, cmd),
            C::ReplaceHead(cmd) => name_successor::replace_head(state, cmd),
            C::TakeOver(cmd) => take_over::take_over(state, cmd),
            C::ChooseWeeks(cmd) => choose_weeks::choose_weeks(state, cmd, rules),
            C::RequestWaiver(cmd) => request_waiver::request_waiver(state, cmd),
            C::DecideWaiver(cmd) => decide_waiver::decide_waiver(state, cmd),
            C::RequestHelp(cmd) => help::request_help(state, cmd),
            C::AnswerHelpRequest(cmd) => help::answer_help_request(state, cmd),
            C::CloseHelpRequest(cmd) => help::close_help_request(state, cmd),
            C::InviteHost(cmd) => host_invitations::invite_host(state, cmd, rules),
            C::TakeBackHostInvitation(cmd) => {
                host_invitations::take_back_host_invitation(state, cmd)
            }
            C::ExpireHostInvitation(cmd) => host_invitations::expire_host_invitation(state, cmd),
            C::RequestWeekException(cmd) => {
                request_week_exception::request_week_exception(state, cmd, rules)
            }
            C::DeclineWeekException(cmd) => {
                request_week_exception::decline_week_exception(state, cmd)
            }
            C::GrantWeekException(cmd) => {
                grant_week_exception::grant_week_exception(state, cmd, rules)
            }
            C::WithdrawWeekException(cmd) => {
                withdraw_week_exception::withdraw_week_exception(state, cmd)
            }
            C::OpenClass(cmd) => open_class::open_class(state, cmd),
            C::CloseClass(cmd) => close_class::close_class(state, cmd),
            C::MoveClass(cmd) => move_class::move_class(state, cmd),
            C::InviteStaff(cmd) => invite_staff::invite_staff(state, cmd),
            C::JoinStaff(cmd) => join_staff::join_staff(state, cmd),
            C::AdmitStaff(cmd) => admit_staff::admit_staff(state, cmd),
            C::TakeClass(cmd) => take_class::take_class(state, cmd),
            C::LeaveClass(cmd) => leave_class::leave_class(state, cmd),
            C::GrantRights(cmd) => grant_rights::grant_rights(state, cmd),
            C::NarrowRights(cmd) => narrow_rights::narrow_rights(state, cmd),
            C::RevokeStaff(cmd) => revoke_staff::revoke_staff(state, cmd),
            C::EraseStaff(cmd) => erase_staff::erase_staff(state, cmd),
            C::StateMainTeacher(cmd) => state_main_teacher::state_main_teacher(state, cmd),
            C::RelieveMainTeacher(cmd) => relieve_main_teacher::relieve_main_teacher(state, cmd),
            C::HandOverClass(cmd) => hand_over_class::hand_over_class(state, cmd),
            C::OpenNationwideSearch(cmd) => {
                nationwide_search::open_nationwide_search(state, cmd, rules)
            }
            C::CloseNationwideSearch(cmd) => {
                nationwide_search::close_nationwide_search(state, cmd, rules)
            }
            C::JoinScheme(cmd) => schemes::join_scheme(state, cmd),
            C::LeaveScheme(cmd) => schemes::leave_scheme(state, cmd),
        }
    }

    fn evolve(state: EstablishmentState, event: &EstablishmentEvent) -> EstablishmentState {
        state::evolve(state, event)
    }
}
