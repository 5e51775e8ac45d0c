//! The staff of a college: invitations, admission, rights, and the classes they teach.
use std::collections::BTreeSet;

use domain::establishment::EstablishmentCommand as Command;
use domain::establishment::{
    AdmitStaff, EstablishmentEvent, GrantRights, HandOverClass, InviteStaff, JoinStaff, LeaveClass,
    NarrowRights, RelieveMainTeacher, RevokeStaff, Right, StaffRole, StateMainTeacher, TakeClass,
};
use domain::ids::{ClassId, StaffId, Uai};
use domain::principal::Role;

use super::establishments::of_the_academy;
use super::{CommandHandler, Contact};
use crate::authorisation::{Action, Target};
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// The head, or who manages the staff, invites somebody at an address of the academy (EST-6);
    /// `rights` empty: none is named. `staff_there` are those of colleges whose account has the
    /// address.
    pub async fn invite_staff(
        self,
        uai: Uai,
        contact: Contact,
        role: StaffRole,
        rights: BTreeSet<Right>,
        staff_there: Vec<StaffId>,
    ) -> Result<(Outcome, StaffId), Failure> {
        let execution = self.on_establishment(Action::InviteStaff, uai).await?;
        let by = self.staff()?;
        let staff = StaffId(execution.new_id("staff"));
        let service = self.service;
        let done = execution.execute(async {
            let college = service.establishment(uai).await?;
            let contact = of_the_academy("identity.mail", &college, contact, service.names())?;
            Ok(Command::InviteStaff(InviteStaff {
                by,
                staff,
                role,
                rights: (!rights.is_empty()).then_some(rights),
                identity: service.seal_contact(staff.0, contact).await?,
                staff_there,
            }))
        });
        let done = done.await?;
        let invited = done.find(|event| match event {
            EstablishmentEvent::StaffInvited { staff, .. } => Some(*staff),
            _ => None,
        });
        Ok((done.outcome, invited.unwrap_or(staff)))
    }

    /// The caller follows an invitation, or asks to join with an address of the academy
    /// (EST-6).
    pub async fn join_staff(
        self,
        uai: Uai,
        contact: Contact,
        role: StaffRole,
    ) -> Result<(Outcome, StaffId), Failure> {
        let action = Action::JoinStaff;
        self.permit(action, Target::establishment(uai)).await?;
        let staff = self.staff()?;
        if (role == StaffRole::Teacher) != (self.caller().role() == Role::Teacher) {
            return Err(Failure::NotPermitted);
        }
        let service = self.service;
        let execution = self.begin(action, &service.establishments, uai).await?;
        let joined = execution.outcome(async {
            let college = service.establishment(uai).await?;
            let contact = match college.member(staff) {
                Some(_) => contact,
                None => of_the_academy("identity.mail", &college, contact, service.names())?,
            };
            Ok(Command::JoinStaff(JoinStaff {
                staff,
                role,
                identity: service.seal_contact(staff.0, contact).await?,
            }))
        });
        Ok((joined.await?, staff))
    }

    /// Somebody who asked to join takes part (EST-6).
    pub async fn admit_staff(self, uai: Uai, staff: StaffId) -> Result<Outcome, Failure> {
        let execution = self.on_establishment(Action::AdmitStaff, uai).await?;
        let by = self.staff()?;
        let command = Command::AdmitStaff(AdmitStaff { by, staff });
        execution.decide(command).await
    }

    /// The caller teaches a class.
    pub async fn take_class(self, uai: Uai, class: ClassId) -> Result<Outcome, Failure> {
        let execution = self.on_class(Action::TakeClass, uai, class).await?;
        let staff = self.staff()?;
        let command = Command::TakeClass(TakeClass { staff, class });
        execution.decide(command).await
    }

    /// The caller no longer teaches a class.
    pub async fn leave_class(self, uai: Uai, class: ClassId) -> Result<Outcome, Failure> {
        let execution = self.on_class(Action::LeaveClass, uai, class).await?;
        let staff = self.staff()?;
        let command = Command::LeaveClass(LeaveClass { staff, class });
        execution.decide(command).await
    }

    /// The caller is responsible for a class (EST-7).
    pub async fn state_main_teacher(self, uai: Uai, class: ClassId) -> Result<Outcome, Failure> {
        let execution = self.on_class(Action::StateMainTeacher, uai, class).await?;
        let teacher = self.staff()?;
        let command = Command::StateMainTeacher(StateMainTeacher { teacher, class });
        execution.decide(command).await
    }

    /// The main teacher of a class is so no longer (EST-7): by the head, or by themself.
    pub async fn relieve_main_teacher(self, uai: Uai, class: ClassId) -> Result<Outcome, Failure> {
        let execution = self
            .on_class(Action::RelieveMainTeacher, uai, class)
            .await?;
        let by = self.staff()?;
        let done = execution.outcome(async {
            let college = self.service.establishment(uai).await?;
            let teacher = college.relieved_by(by, class).ok_or(Failure::NotFound)?;
            let relieve = RelieveMainTeacher { teacher, class };
            Ok(Command::RelieveMainTeacher(relieve))
        });
        done.await
    }

    /// The head hands a class over (EST-7).
    pub async fn hand_over_class(
        self,
        uai: Uai,
        class: ClassId,
        to: StaffId,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_establishment(Action::HandOverClass, uai).await?;
        let command = Command::HandOverClass(HandOverClass { class, to });
        execution.decide(command).await
    }

    /// The head grants rights (EST-6).
    pub async fn grant_rights(
        self,
        uai: Uai,
        staff: StaffId,
        rights: BTreeSet<Right>,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_establishment(Action::GrantRights, uai).await?;
        let command = Command::GrantRights(GrantRights { staff, rights });
        execution.decide(command).await
    }

    /// The head takes rights back (EST-6).
    pub async fn narrow_rights(
        self,
        uai: Uai,
        staff: StaffId,
        rights: BTreeSet<Right>,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_establishment(Action::NarrowRights, uai).await?;
        let command = Command::NarrowRights(NarrowRights { staff, rights });
        execution.decide(command).await
    }

    /// The head shuts somebody out, from the next call on (EST-6).
    pub async fn revoke_staff(self, uai: Uai, staff: StaffId) -> Result<Outcome, Failure> {
        let execution = self.on_establishment(Action::RevokeStaff, uai).await?;
        let command = Command::RevokeStaff(RevokeStaff { staff });
        execution.decide(command).await
    }
}
