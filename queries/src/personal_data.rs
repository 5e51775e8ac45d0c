//! Everything held of one person, gathered from the log and opened with their key (SPEC 7).
use domain::explain::Expected;
use std::collections::BTreeMap;

use accounts::AccountExport;
use commands::Failure;
use domain::decider::Decider;
use domain::ids::{
    GuardianId, HostPersonId, PartnerId, RepresentativeId, Siret, StaffId, StudentId, Uai,
};
use domain::mandate::Mandate;
use domain::partner::Partner;
use domain::student::Student;
use eventlog::{EventLog, Position, Recorded, StreamId};
use projections::decode;
use serde_json::{Value, json};
use uuid::Uuid;
use vault::{Keyring, OpenError, PersonId, Vault};

use crate::open_failure;
use wire::names::{self, bad};

/// Events read at once.
const PAGE: usize = 1_000;

/// A person of whom something is held, and where it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A pupil.
    Student(StudentId),
    /// A guardian of a pupil.
    Guardian(StudentId, GuardianId),
    /// A member of a college's staff.
    Staff(Uai, StaffId),
    /// A person of a host, or a tutor of one of its offers.
    HostPerson(Siret, HostPersonId),
    /// A representative of the State.
    Representative(RepresentativeId),
    /// Who answers for a partner association.
    PartnerContact(PartnerId),
}

impl Subject {
    /// The person of a resource name; `student` is the child, of a guardian.
    ///
    /// # Errors
    /// [`Failure::BadInput`] where it names nobody.
    pub fn named(name: &str, student: &str) -> Result<Self, Failure> {
        const FIELD: &str = "name";
        let parts: Vec<&str> = name.split('/').collect();
        match parts.as_slice() {
            ["students", _] => names::student(FIELD, name).map(Self::Student),
            ["guardians", _] => {
                let guardian = names::guardian(FIELD, name)?;
                Ok(Self::Guardian(
                    names::student("student", student)?,
                    guardian,
                ))
            }
            ["establishments", _, "staff", _] => {
                names::staff(FIELD, name).map(|(uai, staff)| Self::Staff(uai, staff))
            }
            ["hosts", _, "people", _] => {
                names::host_person(FIELD, name).map(|(host, who)| Self::HostPerson(host, who))
            }
            ["representatives", _] => names::representative(FIELD, name).map(Self::Representative),
            ["partners", _] => names::partner(FIELD, name).map(Self::PartnerContact),
            _ => Err(bad(
                FIELD,
                Expected(
                    "students/{uuid}, guardians/{uuid}, establishments/{uai}/staff/{uuid}, \
                     hosts/{siret}/people/{uuid}, representatives/{uuid} ou partners/{uuid}",
                    "students/{uuid}, guardians/{uuid}, establishments/{uai}/staff/{uuid}, \
                     hosts/{siret}/people/{uuid}, representatives/{uuid} or partners/{uuid}",
                ),
            )),
        }
    }

    /// Whose key sealed what is theirs.
    #[must_use]
    pub fn person(&self) -> Uuid {
        match self {
            Self::Student(student) => student.0,
            Self::Guardian(_, guardian) => guardian.0,
            Self::Staff(_, staff) => staff.0,
            Self::HostPerson(_, person) => person.0,
            Self::Representative(representative) => representative.0,
            Self::PartnerContact(partner) => partner.0,
        }
    }

    /// The resource name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Student(student) => names::of_student(*student),
            Self::Guardian(_, guardian) => names::of_guardian(*guardian),
            Self::Staff(uai, staff) => names::of_staff(*uai, *staff),
            Self::HostPerson(siret, person) => names::of_host_person(*siret, *person),
            Self::Representative(representative) => names::of_representative(*representative),
            Self::PartnerContact(partner) => names::of_partner(*partner),
        }
    }

    /// Whether the whole stream is the person's own, also where a fact of it does not name them.
    fn owns(&self, stream: &StreamId) -> bool {
        let category = match self {
            Self::Student(_) => Student::CATEGORY,
            Self::Representative(_) => Mandate::CATEGORY,
            Self::PartnerContact(_) => Partner::CATEGORY,
            Self::Guardian(..) | Self::Staff(..) | Self::HostPerson(..) => return false,
        };
        stream.category() == category && stream.id() == self.person().to_string()
    }
}

/// What is held of a person, fact by fact.
pub struct PersonalData {
    subject: Subject,
    keys: Keyring,
    facts: BTreeMap<Position, Value>,
    account: Option<AccountExport>,
}

impl PersonalData {
    /// Nothing yet of this person, with their key at hand.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the vault does not answer.
    pub async fn of(subject: Subject, vault: &Vault) -> Result<Self, Failure> {
        let person = subject.person();
        Ok(Self {
            subject,
            keys: vault.load_keys(&[PersonId(person)]).await?,
            facts: BTreeMap::new(),
            account: None,
        })
    }

    /// Reads the whole log up to a position.
    ///
    /// # Errors
    /// As [`PersonalData::take`]; where the log cannot be read.
    pub async fn read_log(&mut self, log: &dyn EventLog, until: Position) -> Result<(), Failure> {
        let mut after = Position::START;
        while after < until {
            let page = log.read_all(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.position;
            self.take_until(&page, until)?;
        }
        Ok(())
    }

    /// Reads one stream up to a position.
    ///
    /// # Errors
    /// As [`PersonalData::take`]; where the log cannot be read.
    pub async fn read_stream(
        &mut self,
        log: &dyn EventLog,
        stream: &StreamId,
        until: Position,
    ) -> Result<(), Failure> {
        let mut after = 0;
        loop {
            let page = log.read_stream(stream, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = last.sequence;
            self.take_until(&page, until)?;
        }
    }

    /// Reads the events at these positions, but for those taken already.
    ///
    /// # Errors
    /// As [`PersonalData::take`]; where the log cannot be read, or has none at one of them.
    pub async fn read_at(
        &mut self,
        log: &dyn EventLog,
        positions: &[Position],
    ) -> Result<(), Failure> {
        let wanted = |position: &&Position| !self.facts.contains_key(position);
        let wanted: Vec<Position> = positions.iter().filter(wanted).copied().collect();
        for positions in wanted.chunks(PAGE) {
            for event in &log.read_at(positions).await? {
                self.take(event)?;
            }
        }
        Ok(())
    }

    fn take_until(&mut self, page: &[Recorded], until: Position) -> Result<(), Failure> {
        let mut within = page.iter().filter(|event| event.position <= until);
        within.try_for_each(|event| self.take(event))
    }

    /// Takes a stored event if something of it is the person's: their own stream, a fact that
    /// names them, or something that they did. Of the last, what it says is about others, and only
    /// told to have been done. Taken twice, it is one fact.
    ///
    /// # Errors
    /// [`Failure::Internal`] where the event cannot be read, [`Failure::Unavailable`] where the
    /// key cannot.
    pub fn take(&mut self, event: &Recorded) -> Result<(), Failure> {
        let person = PersonId(self.subject.person());
        let about = self.subject.owns(&event.stream) || mentions(&event.payload, person);
        if !about && !mentions(&event.metadata, person) {
            return Ok(());
        }
        let actor = actor(event);
        let who = actor.rsplit(':').next().map(Uuid::try_parse);
        let acted = who.and_then(Result::ok).map(PersonId) == Some(person);
        let content = match (about, acted) {
            (true, _) => self.content(event)?,
            (false, true) => Value::Null,
            (false, false) => return Ok(()),
        };
        let recorded = jiff::Timestamp::from_microsecond(event.recorded_at.0).unwrap_or_default();
        let fact = json!({
            "position": event.position.0,
            "recorded_time": recorded.to_string(),
            "stream": event.stream.to_string(),
            "type": &*event.event_type,
            "version": event.event_version,
            "actor": actor,
            "content": content,
        });
        self.facts.insert(event.position, fact);
        Ok(())
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// With what is held of their account.
    #[must_use]
    pub fn with_account(mut self, account: AccountExport) -> Self {
        self.account = Some(account);
        self
    }

    /// All of it, the oldest first.
    #[must_use]
    pub fn into_json(self) -> Value {
        let facts: Vec<Value> = self.facts.into_values().collect();
        json!({
            "person": self.subject.name(),
            "erased": self.keys.is_erased(PersonId(self.subject.person())),
            "facts": facts,
            "account": self.account,
        })
    }

    /// Those facts from a place on that fit in so many bytes, and one at least, with all else; and
    /// the place of the next, if there is one.
    #[must_use]
    pub fn into_page(mut self, from: usize, bytes: usize) -> (Value, Option<usize>) {
        let all = self.facts.len();
        let mut left = bytes;
        let mut until = from;
        let facts = std::mem::take(&mut self.facts);
        let page = facts.into_iter().skip(from).take_while(|(_, fact)| {
            let size = fact.to_string().len();
            let fits = until == from || size <= left;
            left = left.saturating_sub(size);
            until += usize::from(fits);
            fits
        });
        self.facts = page.collect();
        (self.into_json(), (until < all).then_some(until))
    }

    /// The payload, with what is sealed for the person in clear, and for others left out.
    fn content(&self, event: &Recorded) -> Result<Value, Failure> {
        let unread = |why: String| Failure::Internal(format!("event at {}: {why}", event.position));
        let record = decode(event).map_err(|why| unread(why.to_string()))?;
        let stored: Value = serde_json::from_slice(&event.payload)
            .map_err(|_| unread("its payload is not JSON".into()))?;
        // The payload stands under the name of its event.
        let mut content = match stored {
            Value::Object(mut fields) => fields
                .remove(&*event.event_type)
                .unwrap_or(Value::Object(fields)),
            other => other,
        };
        if let Some(held) = record.fact.sealed_field() {
            let own = held.person == self.subject.person();
            let clear = if own {
                self.open(held.person, held.field, held.sealed)?
            } else {
                Value::Null
            };
            replace(&mut content, held.sealed, &clear);
        }
        Ok(content)
    }

    fn open(&self, person: Uuid, field: &str, sealed: &str) -> Result<Value, Failure> {
        match self.keys.open_sealed(PersonId(person), field, sealed) {
            Ok(clear) => Ok(clear),
            Err(OpenError::Erased) => Ok(Value::Null),
            Err(OpenError::Unavailable(error)) => Err(error.into()),
            Err(error @ (OpenError::NoKey | OpenError::Tampered | OpenError::Malformed)) => {
                Err(open_failure(person, field, &error))
            }
        }
    }
}

/// Whether a person's id stands in what was stored.
fn mentions(bytes: &[u8], person: PersonId) -> bool {
    let mut written = Uuid::encode_buffer();
    let id = person.0.as_hyphenated().encode_lower(&mut written);
    std::str::from_utf8(bytes).is_ok_and(|text| text.contains(&*id))
}

fn actor(event: &Recorded) -> String {
    let metadata: Value = serde_json::from_slice(&event.metadata).unwrap_or_default();
    metadata["actor"].as_str().unwrap_or_default().to_owned()
}

fn replace(within: &mut Value, sealed: &str, clear: &Value) {
    match within {
        Value::String(text) if text == sealed => *within = clear.clone(),
        Value::Array(values) => values.iter_mut().for_each(|v| replace(v, sealed, clear)),
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|value| replace(value, sealed, clear)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_named_as_everywhere_else() {
        let id = Uuid::from_u128(7);
        let student = StudentId(Uuid::from_u128(8));
        let subjects = [
            Subject::Student(student),
            Subject::Guardian(student, GuardianId(id)),
            Subject::Staff("0010035H".parse().unwrap(), StaffId(id)),
            Subject::HostPerson("73282932000074".parse().unwrap(), HostPersonId(id)),
            Subject::Representative(RepresentativeId(id)),
            Subject::PartnerContact(PartnerId(id)),
        ];
        for subject in subjects {
            let child = names::of_student(student);
            assert_eq!(Subject::named(&subject.name(), &child).unwrap(), subject);
        }
        for bad in [
            "",
            "students",
            "hosts/73282932000074",
            "guardians/x",
            "representatives/x",
            "partners",
        ] {
            assert!(Subject::named(bad, "").is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_sealed_is_replaced_wherever_it_stands() {
        let mut content = json!({"cause": {"by_host": {"message": "noise"}}, "other": "noises"});
        replace(&mut content, "noise", &json!("Bonjour"));
        let expected = json!({"cause": {"by_host": {"message": "Bonjour"}}, "other": "noises"});
        assert_eq!(content, expected);
    }
}
