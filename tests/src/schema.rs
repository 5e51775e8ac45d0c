//! The wire's own description: every method, and what its request is made of.
use std::collections::BTreeMap;

use prost::Message;
use prost_types::field_descriptor_proto::Type;
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorSet};

/// Every message of the wire, by its full name.
pub struct Schema {
    messages: BTreeMap<String, DescriptorProto>,
    /// Every method, in the order of the files.
    pub methods: Vec<Method>,
}

/// A method.
#[derive(Clone, Debug)]
pub struct Method {
    /// As it is called: `/placement.v1.StudentService/GetCv`.
    pub path: String,
    /// Its own name.
    pub name: String,
    /// The full name of its request.
    pub request: String,
    /// Whether its answer is a stream.
    pub streams: bool,
    /// Whether its messages are: each does something by itself, and none has a request id.
    pub is_fed: bool,
}

impl Schema {
    /// As the server tells it by reflection.
    #[must_use]
    pub fn of_the_wire() -> Self {
        let set = FileDescriptorSet::decode(proto::FILE_DESCRIPTOR_SET).unwrap();
        let (mut messages, mut methods) = (BTreeMap::new(), vec![]);
        for file in set.file {
            let package = file.package().to_owned();
            for message in file.message_type {
                messages.insert(format!(".{package}.{}", message.name()), message);
            }
            for service in file.service {
                let at = format!("/{package}.{}", service.name());
                methods.extend(service.method.iter().map(|method| Method {
                    path: format!("{at}/{}", method.name()),
                    name: method.name().to_owned(),
                    request: method.input_type().to_owned(),
                    streams: method.server_streaming(),
                    is_fed: method.client_streaming(),
                }));
            }
        }
        Self { messages, methods }
    }

    /// A message by its full name.
    #[must_use]
    pub fn message(&self, name: &str) -> &DescriptorProto {
        &self.messages[name]
    }

    /// The methods that only look.
    pub fn queries(&self) -> impl Iterator<Item = &Method> {
        let is_command = |method: &&Method| {
            let request = self.message(&method.request);
            let has_id = request.field.iter();
            let mut has_id = has_id.filter(|field| field.name() == "request_id");
            method.is_fed || has_id.next().is_some()
        };
        self.methods
            .iter()
            .filter(move |method| !is_command(method))
    }
}

/// What the fields of a message hold.
pub trait Filling {
    /// How often a field stands there; once at most, unless it is repeated.
    fn times(&mut self, field: &FieldDescriptorProto) -> usize;
    /// A text for a field of a message of that full name; `None` leaves it out.
    fn text(&mut self, message: &str, field: &FieldDescriptorProto) -> Option<String>;
    /// A number, a choice or a truth.
    fn number(&mut self, field: &FieldDescriptorProto) -> u64;
    /// A fraction.
    fn fraction(&mut self, field: &FieldDescriptorProto) -> f64;
}

impl Schema {
    /// A message that can be read, with what `filling` puts into its fields.
    ///
    /// # Panics
    /// On a field of a kind that no request has.
    #[must_use]
    pub fn filled(&self, name: &str, filling: &mut dyn Filling) -> Vec<u8> {
        let mut message = vec![];
        for field in &self.message(name).field {
            let number = field.number();
            for _ in 0..filling.times(field) {
                match field.r#type() {
                    // Files are texts here.
                    Type::String | Type::Bytes => {
                        if let Some(text) = filling.text(name, field) {
                            put_bytes(&mut message, number, text.as_bytes());
                        }
                    }
                    Type::Message => {
                        let inner = self.filled(field.type_name(), filling);
                        put_bytes(&mut message, number, &inner);
                    }
                    Type::Double => put_double(&mut message, number, filling.fraction(field)),
                    Type::Enum
                    | Type::Bool
                    | Type::Int32
                    | Type::Int64
                    | Type::Uint32
                    | Type::Uint64 => put_number(&mut message, number, filling.number(field)),
                    other => panic!("{}: {other:?} in a request", field.name()),
                }
            }
        }
        message
    }
}

/// Writes a field of bytes, a text or a message.
pub fn put_bytes(message: &mut Vec<u8>, number: i32, value: &[u8]) {
    put_key(message, number, 2);
    prost::encoding::encode_varint(value.len() as u64, message);
    message.extend(value);
}

/// Writes a field of a number, a choice or a truth.
pub fn put_number(message: &mut Vec<u8>, number: i32, value: u64) {
    put_key(message, number, 0);
    prost::encoding::encode_varint(value, message);
}

/// Writes a field of a fraction.
pub fn put_double(message: &mut Vec<u8>, number: i32, value: f64) {
    put_key(message, number, 1);
    message.extend(value.to_le_bytes());
}

fn put_key(message: &mut Vec<u8>, number: i32, kind: u64) {
    prost::encoding::encode_varint(u64::try_from(number).unwrap() << 3 | kind, message);
}
