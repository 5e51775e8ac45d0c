//! Who is head of a college: confirmed, handed over, replaced (EST-1a).
use domain::establishment::EstablishmentCommand as Command;
use domain::establishment::{
    ConfirmHead, EstablishmentEvent, HandOverEstablishment, HeadConfirmation, ReplaceHead,
    Successor, TakeOverEstablishment,
};
use domain::ids::{StaffId, Uai};
use domain::principal::Principal;

use super::establishments::of_the_academy;
use super::handler::Execution;
use super::{CommandHandler, CommandService, Contact, Request};
use crate::authorisation::{Action, Target};
use crate::content::Content;
use crate::context::{Outcome, id_of};
use crate::failure::Failure;
use domain::establishment::Establishment;

/// A successor to invite, in clear.
#[derive(Clone)]
pub struct NewSuccessor {
    /// Who that is; the address is one of the college's academy.
    pub contact: Contact,
    /// The staff of colleges whose account has the address.
    pub staff_there: Vec<StaffId>,
}

impl CommandHandler<'_> {
    /// The academic director confirms who registered the college (EST-1a).
    pub async fn confirm_head(self, uai: Uai) -> Result<Outcome, Failure> {
        let execution = self.in_territory(Action::ConfirmHead, uai).await?;
        let by = HeadConfirmation::AcademicDirector;
        let command = Command::ConfirmHead(ConfirmHead { by, head: None });
        execution.decide(command).await
    }

    /// The head names who succeeds them (EST-1a).
    pub async fn hand_over_establishment(
        self,
        uai: Uai,
        new: NewSuccessor,
    ) -> Result<(Outcome, StaffId), Failure> {
        let action = Action::HandOverEstablishment;
        let execution = self.on_establishment(action, uai).await?;
        let by = self.staff()?;
        let command = |successor| Command::HandOver(HandOverEstablishment { by, successor });
        name_successor(&execution, uai, new, command).await
    }

    /// The academic director relieves a head who left, and names who succeeds them (EST-1a).
    pub async fn replace_head(
        self,
        uai: Uai,
        new: NewSuccessor,
    ) -> Result<(Outcome, StaffId), Failure> {
        let execution = self.in_territory(Action::ReplaceHead, uai).await?;
        let command = |successor| Command::ReplaceHead(ReplaceHead { successor });
        name_successor(&execution, uai, new, command).await
    }

    /// The caller, named before, becomes head (EST-1a).
    pub async fn take_over_establishment(
        self,
        uai: Uai,
        contact: Contact,
    ) -> Result<Outcome, Failure> {
        let action = Action::TakeOverEstablishment;
        self.permit(action, Target::establishment(uai)).await?;
        let (service, head) = (self.service, self.staff()?);
        let execution = self.begin(action, &service.establishments, uai).await?;
        let taken = execution.outcome(async {
            // No key is made for somebody whom nobody named.
            let college = service.establishment(uai).await?;
            college.member(head).ok_or(Failure::NotFound)?;
            Ok(Command::TakeOver(TakeOverEstablishment {
                head,
                identity: service.seal_contact(head.0, contact).await?,
            }))
        });
        taken.await
    }
}

impl CommandService {
    /// The head of a college, confirmed or not; `None` where there is none.
    pub async fn head_of(&self, uai: Uai) -> Result<Option<StaffId>, Failure> {
        Ok(self.establishment(uai).await?.head())
    }

    /// The college's own mailbox confirms its head (EST-1a). Nobody acts by it who has an account: it
    /// is recorded under the head whom it confirms. The same again gives the first outcome.
    pub async fn confirm_head_by_mailbox(
        &self,
        uai: Uai,
        head: StaffId,
    ) -> Result<Outcome, Failure> {
        let action = Action::ConfirmHeadByLink;
        let parts: [&[u8]; 3] = [
            action.name().as_bytes(),
            uai.as_str().as_bytes(),
            head.0.as_bytes(),
        ];
        // Keyed: the head cannot use it for something else beforehand.
        let handler = self.handle(Request {
            id: id_of(&self.secret().await?.digest(&parts)),
            caller: Principal::head(head, uai),
            content: Content {
                message: action.name(),
                fields: vec![],
            },
            trace: None,
            etag: None,
        });
        let execution = handler.begin(action, &self.establishments, uai).await?;
        let by = HeadConfirmation::Mailbox;
        let head = Some(head);
        execution
            .decide(Command::ConfirmHead(ConfirmHead { by, head }))
            .await
    }
}

/// Invites a successor; gives who that is.
async fn name_successor(
    execution: &Execution<'_, Establishment>,
    uai: Uai,
    NewSuccessor {
        contact,
        staff_there,
    }: NewSuccessor,
    command: impl FnOnce(Successor) -> Command,
) -> Result<(Outcome, StaffId), Failure> {
    let service = execution.service;
    let staff = StaffId(execution.new_id("successor"));
    let done = execution.execute(async {
        let college = service.establishment(uai).await?;
        let contact = of_the_academy("successor.mail", &college, contact, service.names())?;
        Ok(command(Successor {
            staff,
            identity: service.seal_contact(staff.0, contact).await?,
            staff_there,
        }))
    });
    let done = done.await?;
    let named = done.find(|event| match event {
        EstablishmentEvent::SuccessorNamed { successor, .. } => Some(*successor),
        _ => None,
    });
    Ok((done.outcome, named.unwrap_or(staff)))
}
