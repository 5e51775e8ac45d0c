//! The wire as a test sees it: refusals with their details, names, and calls of any method.
use domain::ids::{ApplicationId, ClassId, OfferId, Siret, StudentId, Uai};
use prost::bytes::{Buf, BufMut};
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Code, Request, Status};
use tonic_types::{ErrorDetail, StatusExt};
use uuid::Uuid;

pub use wire::names::{
    of_application, of_class, of_establishment, of_host, of_offer, of_staff, of_student,
};

/// The parts of a resource name that a test speaks of.
pub type Application = (StudentId, ApplicationId);

/// A new request id.
#[must_use]
pub fn id() -> String {
    Uuid::new_v4().to_string()
}

/// `students/{uuid}/applications/{uuid}` taken apart.
#[must_use]
pub fn application_of(name: &str) -> Application {
    wire::names::application("name", name).unwrap()
}

/// `establishments/{uai}/classes/{uuid}` taken apart.
#[must_use]
pub fn class_of(name: &str) -> (Uai, ClassId) {
    wire::names::class("name", name).unwrap()
}

/// `students/{uuid}` taken apart.
#[must_use]
pub fn student_of(name: &str) -> StudentId {
    wire::names::student("name", name).unwrap()
}

/// `offers/{uuid}` taken apart.
#[must_use]
pub fn offer_of(name: &str) -> OfferId {
    wire::names::offer("name", name).unwrap()
}

/// `hosts/{siret}` taken apart.
#[must_use]
pub fn host_of(name: &str) -> Siret {
    wire::names::host("name", name).unwrap()
}

/// What a refusal says (SPEC 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Of gRPC.
    pub code: Code,
    /// Stable, for machines.
    pub reason: String,
    /// The SPEC row it rests on.
    pub rule: String,
    /// The field it concerns; empty where there is none.
    pub field: String,
    /// In French.
    pub french: String,
    /// In English.
    pub english: String,
}

impl Why {
    /// Reads a status; every refusal has a reason and both sentences.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        let bad = details
            .bad_request()
            .and_then(|bad| bad.field_violations.first());
        let french = details.localized_message().unwrap();
        let sentences = status.get_error_details_vec().into_iter();
        let sentences = sentences.filter_map(|detail| match detail {
            ErrorDetail::LocalizedMessage(told) => Some((told.locale, told.message)),
            _ => None,
        });
        let sentences: Vec<_> = sentences.collect();
        assert_eq!(info.domain, "placement.v1");
        assert_eq!(french.locale, "fr");
        assert_eq!(
            sentences,
            [
                ("en".to_owned(), status.message().to_owned()),
                ("fr".to_owned(), french.message.clone())
            ]
        );
        assert!(!french.message.is_empty() && !status.message().is_empty());
        assert_ne!(french.message, status.message());
        Self {
            code: status.code(),
            reason: info.reason.clone(),
            rule: info.metadata["rule"].clone(),
            field: bad.map(|bad| bad.field.clone()).unwrap_or_default(),
            french: french.message.clone(),
            english: status.message().to_owned(),
        }
    }
}

/// The reason of a refusal; stops where there is none.
#[must_use]
pub fn refused<T>(answer: Result<T, Status>) -> Why {
    match answer {
        Ok(_) => panic!("it was allowed"),
        Err(status) => Why::of(&status),
    }
}

/// Calls any method with the bytes of a message; gives the first message of the answer.
pub async fn call(
    channel: tonic::transport::Channel,
    path: &str,
    token: Option<&str>,
    message: Vec<u8>,
) -> Result<Vec<u8>, Status> {
    let mut client = tonic::client::Grpc::new(channel);
    client
        .ready()
        .await
        .map_err(|error| Status::unavailable(error.to_string()))?;
    let mut request = Request::new(message);
    if let Some(token) = token {
        let bearer = format!("Bearer {token}").parse().unwrap();
        request.metadata_mut().insert("authorization", bearer);
    }
    let path = path.parse().unwrap();
    let mut answers = client
        .server_streaming(request, path, Bytes)
        .await?
        .into_inner();
    Ok(answers.message().await?.unwrap_or_default())
}

/// Messages as bytes.
#[derive(Clone, Copy, Default)]
struct Bytes;

impl Codec for Bytes {
    type Encode = Vec<u8>;
    type Decode = Vec<u8>;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Bytes {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(&item);
        Ok(())
    }
}

impl Decoder for Bytes {
    type Item = Vec<u8>;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        let mut bytes = vec![0; buffer.remaining()];
        buffer.copy_to_slice(&mut bytes);
        Ok(Some(bytes))
    }
}
