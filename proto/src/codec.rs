//! Messages and bytes. As tonic's own, but that bytes which are no message are the caller's
//! mistake (`INVALID_ARGUMENT`, with the details of every refusal), not the server's; and that what
//! goes to many is encoded once.
use std::marker::PhantomData;

use prost::bytes::{BufMut, Bytes, BytesMut};
use prost::encoding::uint64;
use prost::{EncodeError, Message};
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Code, Status};
use tonic_types::{ErrorDetail, ErrorInfo, LocalizedMessage, StatusExt};

/// The codec of every method.
#[derive(Clone, Copy, Debug)]
pub struct WireCodec<T, U>(PhantomData<(T, U)>);

impl<T, U> Default for WireCodec<T, U> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

/// What is sent: a message, or one that is encoded already.
pub trait Payload: Send + Sync + 'static {
    /// Writes the bytes of the message.
    ///
    /// # Errors
    /// Where the buffer cannot hold it.
    fn put(&self, buffer: &mut EncodeBuf<'_>) -> Result<(), Status>;
}

impl<M: Message + 'static> Payload for M {
    fn put(&self, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        self.encode(buffer).map_err(|error| not_encoded(&error))
    }
}

/// An `M` encoded already, but for the position at which it stands, its field 1: many share the
/// bytes, and each is told a position of its own.
#[derive(Clone, Debug)]
pub struct Encoded<M> {
    position: u64,
    rest: Bytes,
    message: PhantomData<fn() -> M>,
}

impl<M: Message> Encoded<M> {
    /// What `rest`, an encoded `M` without its position, says at a position.
    #[must_use]
    pub fn at(position: u64, rest: Bytes) -> Self {
        Self {
            position,
            rest,
            message: PhantomData,
        }
    }

    /// The bytes of the whole message.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        let mut bytes = BytesMut::new();
        uint64::encode(1, &self.position, &mut bytes);
        bytes.put_slice(&self.rest);
        bytes.freeze()
    }
}

impl<M: Message + 'static> Payload for Encoded<M> {
    fn put(&self, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        uint64::encode(1, &self.position, buffer);
        buffer.put_slice(&self.rest);
        Ok(())
    }
}

impl<T, U> Codec for WireCodec<T, U>
where
    T: Payload,
    U: Message + Default + Send + 'static,
{
    type Encode = T;
    type Decode = U;
    type Encoder = WireEncoder<T>;
    type Decoder = WireDecoder<U>;

    fn encoder(&mut self) -> Self::Encoder {
        WireEncoder(PhantomData)
    }

    fn decoder(&mut self) -> Self::Decoder {
        WireDecoder(PhantomData)
    }
}

/// Writes a message.
#[derive(Clone, Copy, Debug)]
pub struct WireEncoder<T>(PhantomData<T>);

impl<T: Payload> Encoder for WireEncoder<T> {
    type Item = T;
    type Error = Status;

    fn encode(&mut self, item: T, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        item.put(buffer)
    }
}

/// Reads a message.
#[derive(Clone, Copy, Debug)]
pub struct WireDecoder<U>(PhantomData<U>);

impl<U: Message + Default> Decoder for WireDecoder<U> {
    type Item = U;
    type Error = Status;

    fn decode(&mut self, bytes: &mut DecodeBuf<'_>) -> Result<Option<U>, Status> {
        U::decode(bytes).map(Some).map_err(|_| no_message())
    }
}

/// Never tells what was given.
pub(crate) fn no_message() -> Status {
    told(
        Code::InvalidArgument,
        "NOT_A_MESSAGE",
        "Ces octets ne sont pas un message de cette méthode.",
        "These bytes are no message of this method.",
    )
}

/// Never tells what was to be sent; why it cannot be is for the operator.
fn not_encoded(error: &EncodeError) -> Status {
    tracing::error!(%error, "a message cannot be encoded");
    told(
        Code::Internal,
        "INTERNAL",
        "Une erreur interne est survenue ; elle est signalée à l'exploitant.",
        "An internal error occurred; the operator is told.",
    )
}

fn told(code: Code, reason: &str, french: &str, english: &str) -> Status {
    let rule = ("rule".to_owned(), "SPEC-8".to_owned());
    let details: [ErrorDetail; 3] = [
        ErrorInfo::new(reason, "placement.v1", [rule]).into(),
        LocalizedMessage::new("en", english).into(),
        LocalizedMessage::new("fr", french).into(),
    ];
    Status::with_error_details_vec(code, english, details)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_once_says_the_same_at_each_position() {
        let message = crate::v1::WatchTerritoryDashboardResponse {
            position: 0,
            dashboard: Some(crate::v1::TerritoryDashboard {
                name: "national".into(),
                students: 7,
                ..Default::default()
            }),
        };
        let rest = Bytes::from(message.encode_to_vec());
        for position in [1, 300, u64::MAX] {
            let sent =
                Encoded::<crate::v1::WatchTerritoryDashboardResponse>::at(position, rest.clone());
            let read = crate::v1::WatchTerritoryDashboardResponse::decode(sent.to_bytes());
            let expected = crate::v1::WatchTerritoryDashboardResponse {
                position,
                ..message.clone()
            };
            assert_eq!(read.ok(), Some(expected));
        }
    }

    #[test]
    fn what_is_told_has_a_reason_and_both_sentences() {
        let no_room = "more than fits"
            .to_owned()
            .encode(&mut [0_u8; 2].as_mut_slice());
        let Err(no_room) = no_room else {
            panic!("a text fits where there is no room")
        };
        for (status, code, reason) in [
            (no_message(), Code::InvalidArgument, "NOT_A_MESSAGE"),
            (not_encoded(&no_room), Code::Internal, "INTERNAL"),
        ] {
            assert_eq!(status.code(), code);
            assert!(!status.message().contains("buffer"), "{status:?}");
            let details = status.get_error_details();
            assert!(
                details
                    .error_info()
                    .is_some_and(|info| info.reason == reason)
            );
            assert!(
                details
                    .localized_message()
                    .is_some_and(|french| french.locale == "fr")
            );
        }
    }
}
