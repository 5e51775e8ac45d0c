//! What is personal is sealed before it is decided on; and what a request rests on.
use domain::etag::Etag;
use domain::ids::StudentId;
use domain::personal::{Message, PersonIdentity};
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
    ) -> Result<Sealed<PersonIdentity>, Failure> {
        let (name, mail) = (&contact.name, contact.mail.as_deref());
        let identity = PersonIdentity::checked(name, mail, self.names())?;
        self.seal(person, &identity).await
    }

    pub(super) async fn seal_message(
        &self,
        student: StudentId,
        field: &'static str,
        text: &str,
    ) -> Result<Sealed<Message>, Failure> {
        self.seal(student.0, &Message::checked(field, text)?).await
    }

    /// As [`CommandService::seal_message`], where there is one.
    pub(super) async fn seal_message_if(
        &self,
        student: StudentId,
        field: &'static str,
        text: Option<&str>,
    ) -> Result<Option<Sealed<Message>>, Failure> {
        match text {
            Some(text) => self.seal_message(student, field, text).await.map(Some),
            None => Ok(None),
        }
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
