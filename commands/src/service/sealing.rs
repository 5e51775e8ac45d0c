//! What is personal is sealed before it is decided on; and what a request rests on.
use domain::etag::Etag;
use domain::ids::StudentId;
use domain::personal;
use domain::sealed::{Personal, Sealed};
use serde::Serialize;
use uuid::Uuid;
use vault::PersonId;

use super::{CommandService, Contact, Request};
use crate::failure::Failure;

impl CommandService {
    /// Seals with a person's key, made where there is none.
    pub(super) async fn seal<T>(&self, person: Uuid, clear: &T) -> Result<Sealed<T>, Failure>
    where
        T: Personal + Serialize + Sync,
    {
        let sealed = self
            .vault
            .seal_for(PersonId(person), T::FIELD, clear)
            .await?;
        Ok(Sealed::from_text(sealed))
    }

    pub(super) async fn seal_contact(
        &self,
        person: Uuid,
        contact: Contact,
    ) -> Result<Sealed<personal::PersonIdentity>, Failure> {
        let name = personal::text("name", &contact.name, 200)?;
        let mail = contact
            .mail
            .map(|mail| personal::mail("mail", &mail, self.names()))
            .transpose()?;
        self.seal(person, &personal::PersonIdentity { name, mail })
            .await
    }

    pub(super) async fn seal_message(
        &self,
        student: StudentId,
        field: &'static str,
        text: &str,
    ) -> Result<Sealed<personal::Message>, Failure> {
        let text = personal::text(field, text, 2_000)?;
        self.seal(student.0, &personal::Message(text)).await
    }
}

impl Request {
    /// Whether what is there now is what the request rests on.
    pub(super) fn rests_on(&self, present: impl FnOnce() -> Option<Etag>) -> bool {
        self.etag
            .as_ref()
            .is_none_or(|told| present().as_ref() == Some(told))
    }
}
