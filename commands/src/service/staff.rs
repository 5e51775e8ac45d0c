//! The staff of a college: invitations, admission, rights, and the classes they teach.
use std::collections::BTreeSet;

use domain::establishment::{
    AdmitStaff, EstablishmentCommand, EstablishmentEvent, GrantRights, HandOverClass, InviteStaff,
    JoinStaff, LeaveClass, NarrowRights, RelieveMainTeacher, RevokeStaff, Right, StaffRole,
    StateMainTeacher, TakeClass,
};
use domain::ids::{ClassId, StaffId, Uai};

use super::establishments::of_the_academy;
use super::{About, CommandService, Contact, Request};
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandService {
    /// The head, or who manages the staff, invites somebody (EST-6); `rights` empty: none is named.
    pub async fn invite_staff(
        &self,
        request: &Request,
        uai: Uai,
        contact: Contact,
        role: StaffRole,
        rights: BTreeSet<Right>,
    ) -> Result<(Outcome, StaffId), Failure> {
        let action = Action::InviteStaff;
        self.permit_at(request, action, uai).await?;
        let (by, _) = request.caller.staff().ok_or(Failure::NotPermitted)?;
        let context = self.context(request, action).await?;
        let staff = StaffId(context.new_id("staff"));
        let gather = async {
            Ok(EstablishmentCommand::InviteStaff(InviteStaff {
                by,
                staff,
                role,
                rights: (!rights.is_empty()).then_some(rights),
                identity: self.seal_contact(staff.0, contact).await?,
            }))
        };
        let done = self.carry_out(&self.establishments, uai.as_str(), &context, gather);
        let done = done.await?;
        let invited = done.events.iter().find_map(|(_, event)| match event {
            EstablishmentEvent::StaffInvited { staff, .. } => Some(*staff),
            _ => None,
        });
        Ok((done.outcome, invited.unwrap_or(staff)))
    }

    /// The caller follows an invitation, or asks to join with an address of the academy
    /// (EST-6).
    pub async fn join_staff(
        &self,
        request: &Request,
        uai: Uai,
        contact: Contact,
        role: StaffRole,
    ) -> Result<(Outcome, StaffId), Failure> {
        let action = Action::JoinStaff;
        self.permit_at(request, action, uai).await?;
        let (staff, _) = request.caller.staff().ok_or(Failure::NotPermitted)?;
        let teaches = role == StaffRole::Teacher;
        if teaches != (request.caller.role() == domain::principal::Role::Teacher) {
            return Err(Failure::NotPermitted);
        }
        let joined = self.ask_establishment(request, action, uai, async {
            let college = self.establishment(uai).await?;
            let contact = match college.member(staff) {
                Some(_) => contact,
                None => of_the_academy("identity.mail", &college, contact, self.names())?,
            };
            Ok(EstablishmentCommand::JoinStaff(JoinStaff {
                staff,
                role,
                identity: self.seal_contact(staff.0, contact).await?,
            }))
        });
        Ok((joined.await?, staff))
    }

    /// Somebody who asked to join takes part (EST-6).
    pub async fn admit_staff(
        &self,
        request: &Request,
        uai: Uai,
        staff: StaffId,
    ) -> Result<Outcome, Failure> {
        let action = Action::AdmitStaff;
        self.permit_at(request, action, uai).await?;
        let (by, _) = request.caller.staff().ok_or(Failure::NotPermitted)?;
        let command = EstablishmentCommand::AdmitStaff(AdmitStaff { by, staff });
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    /// The caller teaches a class.
    pub async fn take_class(
        &self,
        request: &Request,
        uai: Uai,
        class: ClassId,
    ) -> Result<Outcome, Failure> {
        let staff = self
            .permit_teacher(request, Action::TakeClass, uai, class)
            .await?;
        let command = EstablishmentCommand::TakeClass(TakeClass { staff, class });
        self.ask_establishment(request, Action::TakeClass, uai, async { Ok(command) })
            .await
    }

    /// The caller no longer teaches a class.
    pub async fn leave_class(
        &self,
        request: &Request,
        uai: Uai,
        class: ClassId,
    ) -> Result<Outcome, Failure> {
        let staff = self
            .permit_teacher(request, Action::LeaveClass, uai, class)
            .await?;
        let command = EstablishmentCommand::LeaveClass(LeaveClass { staff, class });
        self.ask_establishment(request, Action::LeaveClass, uai, async { Ok(command) })
            .await
    }

    /// The caller is responsible for a class (EST-7).
    pub async fn state_main_teacher(
        &self,
        request: &Request,
        uai: Uai,
        class: ClassId,
    ) -> Result<Outcome, Failure> {
        let action = Action::StateMainTeacher;
        let teacher = self.permit_teacher(request, action, uai, class).await?;
        let command = EstablishmentCommand::StateMainTeacher(StateMainTeacher { teacher, class });
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    /// The main teacher of a class is so no longer (EST-7): by the head, or by themself.
    pub async fn relieve_main_teacher(
        &self,
        request: &Request,
        uai: Uai,
        class: ClassId,
    ) -> Result<Outcome, Failure> {
        let action = Action::RelieveMainTeacher;
        let about = About {
            establishment: Some(uai),
            class: Some(class),
            ..About::default()
        };
        self.permit(&request.caller, action, about).await?;
        let (asking, _) = request.caller.staff().ok_or(Failure::NotPermitted)?;
        self.ask_establishment(request, action, uai, async {
            let college = self.establishment(uai).await?;
            let main = college.class(class).and_then(|class| class.main_teacher);
            let teacher = main.unwrap_or(asking);
            if !college.is_head(asking) && teacher != asking {
                return Err(Failure::NotFound);
            }
            let relieve = RelieveMainTeacher { teacher, class };
            Ok(EstablishmentCommand::RelieveMainTeacher(relieve))
        })
        .await
    }

    /// The head hands a class over (EST-7).
    pub async fn hand_over_class(
        &self,
        request: &Request,
        uai: Uai,
        class: ClassId,
        to: StaffId,
    ) -> Result<Outcome, Failure> {
        let action = Action::HandOverClass;
        self.permit_at(request, action, uai).await?;
        let command = EstablishmentCommand::HandOverClass(HandOverClass { class, to });
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    /// The head grants rights (EST-6).
    pub async fn grant_rights(
        &self,
        request: &Request,
        uai: Uai,
        staff: StaffId,
        rights: BTreeSet<Right>,
    ) -> Result<Outcome, Failure> {
        let action = Action::GrantRights;
        self.permit_at(request, action, uai).await?;
        let command = EstablishmentCommand::GrantRights(GrantRights { staff, rights });
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    /// The head takes rights back (EST-6).
    pub async fn narrow_rights(
        &self,
        request: &Request,
        uai: Uai,
        staff: StaffId,
        rights: BTreeSet<Right>,
    ) -> Result<Outcome, Failure> {
        let action = Action::NarrowRights;
        self.permit_at(request, action, uai).await?;
        let command = EstablishmentCommand::NarrowRights(NarrowRights { staff, rights });
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    /// The head shuts somebody out, from the next call on (EST-6).
    pub async fn revoke_staff(
        &self,
        request: &Request,
        uai: Uai,
        staff: StaffId,
    ) -> Result<Outcome, Failure> {
        let action = Action::RevokeStaff;
        self.permit_at(request, action, uai).await?;
        let command = EstablishmentCommand::RevokeStaff(RevokeStaff { staff });
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }
}
