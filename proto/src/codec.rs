//! Messages and bytes. As tonic's own, but that bytes which are no message are the caller's
//! mistake (`INVALID_ARGUMENT`, with the details of every refusal), not the server's.
use std::marker::PhantomData;

use prost::Message;
use tonic::codec::{Codec, DecodeBuf, Decoder};
use tonic::{Code, Status};
use tonic_prost::{ProstCodec, ProstEncoder};
use tonic_types::{ErrorDetails, StatusExt};

/// The codec of every method.
#[derive(Clone, Copy, Debug)]
pub struct WireCodec<T, U>(PhantomData<(T, U)>);

impl<T, U> Default for WireCodec<T, U> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T, U> Codec for WireCodec<T, U>
where
    T: Message + Send + 'static,
    U: Message + Default + Send + 'static,
{
    type Encode = T;
    type Decode = U;
    type Encoder = ProstEncoder<T>;
    type Decoder = WireDecoder<U>;

    fn encoder(&mut self) -> Self::Encoder {
        ProstCodec::<T, U>::default().encoder()
    }

    fn decoder(&mut self) -> Self::Decoder {
        WireDecoder(PhantomData)
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
fn no_message() -> Status {
    let mut details = ErrorDetails::new();
    let rule = ("rule".to_owned(), "SPEC-8".to_owned());
    details.set_error_info("NOT_A_MESSAGE", "placement.v1", [rule]);
    details.set_localized_message("fr", "Ces octets ne sont pas un message de cette méthode.");
    let english = "These bytes are no message of this method.";
    Status::with_error_details(Code::InvalidArgument, english, details)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_has_a_reason_and_both_sentences() {
        let details = no_message().get_error_details();
        assert!(
            details
                .error_info()
                .is_some_and(|info| info.reason == "NOT_A_MESSAGE")
        );
        assert!(
            details
                .localized_message()
                .is_some_and(|french| french.locale == "fr")
        );
    }
}
