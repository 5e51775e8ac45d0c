//! A request, and each of those that differ from it in one field.
use prost::encoding::{decode_key, decode_varint};
use prost_types::FieldDescriptorProto;
use prost_types::field_descriptor_proto::{Label, Type};
use uuid::Uuid;

use crate::names::{WEEKS, siret, uai};
use crate::schema::{Schema, put_bytes, put_double, put_number};
use crate::wire::{of_establishment, of_host};

/// A field of a message as it stands on the wire.
#[derive(Clone)]
enum Value {
    Number(u64),
    Fraction(f64),
    Bytes(Vec<u8>),
}

type Fields = Vec<(i32, Value)>;

/// A request that differs in one field.
pub struct Changed {
    /// Which field (`terms.place.city`), and how.
    pub what: String,
    /// The message.
    pub message: Vec<u8>,
}

/// Every message of a type that differs from this one in one field other than its request id:
/// another value, one more, one less. `names` are those of things that are there: another thing
/// of the same kind takes the place of each that is named.
#[must_use]
pub fn changes(schema: &Schema, type_name: &str, message: &[u8], names: &[String]) -> Vec<Changed> {
    let fields = read(message);
    let mut changed = vec![];
    for field in &schema.message(type_name).field {
        if field.name() == "request_id" {
            continue;
        }
        let number = field.number();
        let places: Vec<usize> = (0..fields.len())
            .filter(|at| fields[*at].0 == number)
            .collect();
        let mut put = |how: &str, fields: Fields| {
            changed.push(Changed {
                what: format!("{}{how}", field.name()),
                message: written(&fields),
            });
        };
        for at in &places {
            for (how, value) in others(schema, field, &fields[*at].1, names) {
                let mut fields = fields.clone();
                fields[*at].1 = value;
                put(&how, fields);
            }
            let mut fields = fields.clone();
            fields.remove(*at);
            put(" left out", fields);
        }
        let repeated = field.label() == Label::Repeated;
        if (places.is_empty() || repeated)
            && let Some(value) = some(field)
        {
            let mut fields = fields.clone();
            fields.push((number, value));
            put(" added", fields);
        }
    }
    changed
}

/// The same command, asked anew: with a request id that nobody used.
#[must_use]
pub fn asked_anew(schema: &Schema, type_name: &str, message: &[u8]) -> Vec<u8> {
    let of_id = |field: &&FieldDescriptorProto| field.name() == "request_id";
    let number = schema.message(type_name).field.iter().find(of_id);
    let number = number.map(FieldDescriptorProto::number);
    let mut fields = read(message);
    for (at, value) in &mut fields {
        if Some(*at) == number {
            *value = Value::Bytes(Uuid::new_v4().to_string().into_bytes());
        }
    }
    written(&fields)
}

/// Every message of a type that differs from this one in one of its texts, at any depth: what
/// `spoil` makes of it, by the name of its field. Where a text is left out, it is given.
#[must_use]
pub fn spoilt(
    schema: &Schema,
    type_name: &str,
    message: &[u8],
    spoil: &dyn Fn(&str, &str) -> Option<String>,
) -> Vec<Changed> {
    let fields = read(message);
    let mut changed = vec![];
    for field in &schema.message(type_name).field {
        let number = field.number();
        let mut put = |what: String, fields: &Fields| {
            let message = written(fields);
            changed.push(Changed { what, message });
        };
        for at in (0..fields.len()).filter(|at| fields[*at].0 == number) {
            let others = match (field.r#type(), &fields[at].1) {
                (Type::Message, Value::Bytes(inner)) => {
                    spoilt(schema, field.type_name(), inner, spoil)
                }
                (Type::String, Value::Bytes(text)) => {
                    let text = String::from_utf8(text.clone()).unwrap();
                    let other = spoil(field.name(), &text);
                    let changed = other.map(|other| Changed {
                        what: String::new(),
                        message: other.into_bytes(),
                    });
                    changed.into_iter().collect()
                }
                (_, Value::Number(_) | Value::Fraction(_) | Value::Bytes(_)) => vec![],
            };
            for other in others {
                let dot = if other.what.is_empty() { "" } else { "." };
                let mut fields = fields.clone();
                fields[at].1 = Value::Bytes(other.message);
                put(format!("{}{dot}{}", field.name(), other.what), &fields);
            }
        }
        let is_text = field.r#type() == Type::String;
        let left_out = fields.iter().all(|(at, _)| *at != number);
        if is_text
            && left_out
            && let Some(text) = spoil(field.name(), "")
        {
            let mut fields = fields.clone();
            fields.push((number, Value::Bytes(text.into_bytes())));
            put(field.name().to_owned(), &fields);
        }
    }
    changed
}

/// What may stand in place of a value.
fn others(
    schema: &Schema,
    field: &FieldDescriptorProto,
    value: &Value,
    names: &[String],
) -> Vec<(String, Value)> {
    match (field.r#type(), value) {
        (Type::Message, Value::Bytes(inner)) => changes(schema, field.type_name(), inner, names)
            .into_iter()
            .map(|changed| (format!(".{}", changed.what), Value::Bytes(changed.message)))
            .collect(),
        (Type::String, Value::Bytes(text)) => {
            let text = String::from_utf8(text.clone()).unwrap();
            let all = other_texts(field.name(), &text, names).into_iter();
            all.map(|other| (format!(" = {other}"), Value::Bytes(other.into_bytes())))
                .collect()
        }
        (Type::Bytes, Value::Bytes(bytes)) => {
            let longer = [bytes.as_slice(), b"x"].concat();
            vec![(" with a byte more".into(), Value::Bytes(longer))]
        }
        (Type::Enum, Value::Number(number)) => {
            let other = if *number == 1 { 2 } else { number - 1 };
            vec![(format!(" = {other}"), Value::Number(other))]
        }
        // A list of choices, packed.
        (Type::Enum, Value::Bytes(list)) => {
            let other = if *list == [2] { vec![1] } else { vec![2] };
            vec![(" = another list".into(), Value::Bytes(other))]
        }
        (Type::Bool, Value::Number(truth)) => {
            vec![(" turned".into(), Value::Number(1 - truth))]
        }
        (_, Value::Number(number)) => vec![(" + 1".into(), Value::Number(number + 1))],
        (_, Value::Fraction(number)) => {
            vec![(" + 0.01".into(), Value::Fraction(number + 0.01))]
        }
        (other, Value::Bytes(_)) => panic!("{}: {other:?}", field.name()),
    }
}

/// A value for a field that had none.
fn some(field: &FieldDescriptorProto) -> Option<Value> {
    Some(match field.r#type() {
        Type::String => Value::Bytes(match field.name() {
            "week" | "weeks" => WEEKS[2].into(),
            "birth_date" => "2011-03-05".into(),
            "agreed_date" => "2025-09-16".into(),
            "mail" => "personne@ac-lyon.fr".into(),
            "form_digest" => "5e".repeat(32).into(),
            "onisep_url" => "https://www.onisep.fr/apiculture".into(),
            _ => "Un mot".into(),
        }),
        Type::Bytes => Value::Bytes(b"x".to_vec()),
        Type::Double => Value::Fraction(46.2),
        Type::Message => return None,
        _ => Value::Number(1),
    })
}

fn other_texts(field: &str, text: &str, names: &[String]) -> Vec<String> {
    let one = |other: &str| vec![other.to_owned()];
    match field {
        "week" | "weeks" => one(WEEKS.iter().find(|week| **week != text).unwrap()),
        "school_year" => one("2026-2027"),
        "start_date" => one("2027-05-05"),
        "end_date" => one("2027-05-10"),
        "birth_date" => one("2011-07-24"),
        "held_date" => one("2025-09-11"),
        "signed_date" | "agreed_date" => one("2025-09-16"),
        "first_date" | "last_date" => one("2026-03-17"),
        "terms_digest" | "copy_digest" => one(&"5e".repeat(32)),
        "arrival" => one("09:15"),
        "departure" => one("16:15"),
        "zone" => one("B"),
        "sector" => one("commerce"),
        "postal_code" => one("01117"),
        "mail" => vec![format!("x{text}")],
        "display_name" | "code" => vec![format!("{text}x")],
        "assignment" => [of_establishment(uai(2)), of_host(siret(1))]
            .into_iter()
            .filter(|other| other != text)
            .collect(),
        _ if text.contains('/') => {
            let like = |name: &&String| is_like(name, text) && *name != text;
            let mut others: Vec<String> = names.iter().filter(like).take(4).cloned().collect();
            others.extend(nobody(text));
            others
        }
        "territory" => one("departments/01"),
        _ => vec![format!("{text} bis")],
    }
}

/// A name of the same kind.
fn is_like(name: &str, other: &str) -> bool {
    let kind =
        |name: &str| -> Vec<String> { name.split('/').step_by(2).map(ToOwned::to_owned).collect() };
    kind(name) == kind(other)
}

/// The name of nobody, where one is named by an id.
fn nobody(name: &str) -> Option<String> {
    let (kind, id) = name.rsplit_once('/')?;
    Uuid::try_parse(id).ok()?;
    Some(format!("{kind}/{}", Uuid::new_v4()))
}

fn read(mut message: &[u8]) -> Fields {
    let mut fields = vec![];
    while !message.is_empty() {
        let (number, kind) = decode_key(&mut message).unwrap();
        let value = match kind as u8 {
            0 => Value::Number(decode_varint(&mut message).unwrap()),
            1 => {
                let (bytes, rest) = message.split_at(8);
                message = rest;
                Value::Fraction(f64::from_le_bytes(bytes.try_into().unwrap()))
            }
            2 => {
                let length = decode_varint(&mut message).unwrap();
                let (bytes, rest) = message.split_at(usize::try_from(length).unwrap());
                message = rest;
                Value::Bytes(bytes.to_vec())
            }
            other => panic!("wire type {other}"),
        };
        fields.push((i32::try_from(number).unwrap(), value));
    }
    fields
}

fn written(fields: &Fields) -> Vec<u8> {
    let mut message = vec![];
    for (number, value) in fields {
        match value {
            Value::Number(value) => put_number(&mut message, *number, *value),
            Value::Fraction(value) => put_double(&mut message, *number, *value),
            Value::Bytes(value) => put_bytes(&mut message, *number, value),
        }
    }
    message
}
