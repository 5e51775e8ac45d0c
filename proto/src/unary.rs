//! Calls of one message each way, whatever the messages are: the generated code hands its calls over
//! to this module, so that tonic's path of a call is compiled once and not for each method.
use std::convert::Infallible;

use prost::Message;
use prost::bytes::{Buf, Bytes};
use tonic::body::Body;
use tonic::client::GrpcService;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::codegen::{BoxFuture, StdError, http};
use tonic::server::UnaryService;
use tonic::{Request, Response, Status};

use crate::codec::{Payload, WireCodec, no_message};

/// What is sent, of whatever type.
type Sent = Box<dyn Payload>;

/// Bytes as they come, and whatever is sent.
#[derive(Clone, Copy, Debug)]
struct BytesCodec;

impl Codec for BytesCodec {
    type Encode = Sent;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for BytesCodec {
    type Item = Sent;
    type Error = Status;

    fn encode(&mut self, item: Sent, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        item.put(buffer)
    }
}

impl Decoder for BytesCodec {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, bytes: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(bytes.copy_to_bytes(bytes.remaining())))
    }
}

/// A method, its messages forgotten.
type Method = Box<dyn FnOnce(Request<Bytes>) -> BoxFuture<Response<Sent>, Status> + Send>;

/// What tonic calls once it has read the request.
struct Once(Option<Method>);

impl UnaryService<Bytes> for Once {
    type Response = Sent;
    type Future = BoxFuture<Response<Sent>, Status>;

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        match self.0.take() {
            Some(method) => method(request),
            None => Box::pin(async { Err(Status::internal("asked twice")) }),
        }
    }
}

/// The longest request that a service reads and the longest answer that it writes, in bytes; tonic's
/// own limits where they are not said.
pub type Limits = (Option<usize>, Option<usize>);

/// Serves a call of `method`. A request that is no message of it is `INVALID_ARGUMENT`.
pub fn serve<M, Q, A, B>(
    method: M,
    limits: Limits,
    request: http::Request<B>,
) -> BoxFuture<http::Response<Body>, Infallible>
where
    M: UnaryService<Q, Response = A> + Send + 'static,
    M::Future: Send + 'static,
    Q: Message + Default + 'static,
    A: Payload,
    B: tonic::codegen::Body + Send + 'static,
    B::Error: Into<StdError> + Send + 'static,
{
    let mut method = method;
    let method = move |request: Request<Bytes>| -> BoxFuture<Response<Sent>, Status> {
        let (metadata, extensions, bytes) = request.into_parts();
        match Q::decode(&*bytes) {
            Ok(message) => {
                let answer = method.call(Request::from_parts(metadata, extensions, message));
                Box::pin(async { Ok(answer.await?.map(|answer| Box::new(answer) as Sent)) })
            }
            Err(_) => Box::pin(async { Err(no_message()) }),
        }
    };
    serve_bytes(Box::new(method), limits, request)
}

/// The same for every method.
fn serve_bytes<B>(
    method: Method,
    limits: Limits,
    request: http::Request<B>,
) -> BoxFuture<http::Response<Body>, Infallible>
where
    B: tonic::codegen::Body + Send + 'static,
    B::Error: Into<StdError> + Send + 'static,
{
    Box::pin(async move {
        let mut grpc =
            tonic::server::Grpc::new(BytesCodec).apply_max_message_size_config(limits.0, limits.1);
        Ok(grpc.unary(Once(Some(method)), request).await)
    })
}

/// Calls a method over a channel.
///
/// # Errors
/// The status that is answered; `INVALID_ARGUMENT` where the answer is no message of the method.
pub async fn call<C, Q, A>(
    grpc: &mut tonic::client::Grpc<C>,
    request: Request<Q>,
    path: http::uri::PathAndQuery,
    _: WireCodec<Q, A>,
) -> Result<Response<A>, Status>
where
    C: GrpcService<Body>,
    C::ResponseBody: tonic::codegen::Body + Send + 'static,
    <C::ResponseBody as tonic::codegen::Body>::Error: Into<StdError>,
    Q: Payload,
    A: Message + Default,
{
    let request = request.map(|message| Box::new(message) as Sent);
    let answer = grpc.unary(request, path, BytesCodec).await?;
    let (metadata, bytes, extensions) = answer.into_parts();
    let message = A::decode(&*bytes).map_err(|_| no_message())?;
    Ok(Response::from_parts(metadata, message, extensions))
}
