//! `PoolingService`: local platforms feed their offers in (OFF-8).
use std::sync::Arc;

use commands::{CommandService, Content, Failure, FeedItem, OfferFeed, Request};
use domain::ids::FeedIdentifier;
use eventlog::Position;
use futures::StreamExt;
use prost::Name;
use proto::v1::{self, *};
use queries::QueryService;
use tonic::{Response, Status, Streaming};
use uuid::Uuid;
use wire::pooling::{FeedAnswer, MOST_ITEMS, Told, Unread, not_whole, too_many};
use wire::status::status;
use wire::{calendar, names};

use crate::call::{Answer, Call, answer, caller, carry_out, outcome, told, traceparent};

/// Messages that are carried out together, where they have come.
const TOGETHER: usize = 64;

/// The service over both sides.
pub struct PoolingApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
}

#[tonic::async_trait]
impl v1::pooling_service_server::PoolingService for PoolingApi {
    async fn record_pooling_agreement(
        &self,
        call: Call<RecordPoolingAgreementRequest>,
    ) -> Answer<RecordPoolingAgreementResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let name = names::representative("name", &message.name)?;
            let signed_on = calendar::day("signed_date", &message.signed_date)?;
            let platform = message.platform_display_name;
            told(
                command
                    .record_pooling_agreement(name, platform, signed_on)
                    .await,
            )
        })
        .await
    }

    async fn feed_offers(
        &self,
        call: Call<Streaming<FeedOffersRequest>>,
    ) -> Answer<FeedOffersResponse> {
        let request = Request {
            // What is fed in is known again by its identifiers, so that no retry needs the id.
            id: Uuid::new_v4(),
            caller: caller(&call)?,
            content: Content {
                message: FeedOffersRequest::NAME,
                fields: vec![],
            },
            trace: traceparent(&call).map(ToOwned::to_owned),
            etag: None,
        };
        let feed = self.commands.handle(request).feed_offers();
        let mut reader = Reader {
            commands: &self.commands,
            feed: feed.await.map_err(status)?,
            answer: FeedAnswer::default(),
            came: 0,
            unnamed: false,
            closed: false,
        };
        let mut parts = call.into_inner().ready_chunks(TOGETHER);
        while let Some(came) = parts.next().await {
            // What came before the stream broke is carried out.
            let broken = reader.take(came).await.map_err(status)?;
            if let Some(broken) = broken {
                return Err(broken);
            }
        }
        Ok(Response::new(reader.answer.told(outcome)))
    }

    async fn list_pooled_offers(
        &self,
        call: Call<ListPooledOffersRequest>,
    ) -> Answer<ListPooledOffersResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(queries::pooling::list_pooled_offers(&self.queries, &caller, message).await)
    }

    async fn list_likely_duplicates(
        &self,
        call: Call<ListLikelyDuplicatesRequest>,
    ) -> Answer<ListLikelyDuplicatesResponse> {
        let (caller, message) = (caller(&call)?, call.into_inner());
        answer(queries::pooling::list_likely_duplicates(&self.queries, &caller, message).await)
    }
}

/// A feed as it is read.
struct Reader<'a> {
    commands: &'a CommandService,
    feed: OfferFeed<'a>,
    answer: FeedAnswer,
    /// Messages until now.
    came: u32,
    /// The identifier of one could not be read.
    unnamed: bool,
    closed: bool,
}

/// A message in its place: what it asks, or why it cannot be read.
type Placed = (u32, Result<FeedItem, Box<Unread>>);

impl Reader<'_> {
    /// Carries out what came, in order; gives what broke the stream.
    async fn take(
        &mut self,
        came: Vec<Result<FeedOffersRequest, Status>>,
    ) -> Result<Option<Status>, Failure> {
        let mut items: Vec<Placed> = vec![];
        for message in came {
            let message = match message {
                Ok(message) => message,
                Err(broken) => {
                    self.carry_out(items).await?;
                    return Ok(Some(broken));
                }
            };
            if self.closed {
                return Err(too_many());
            }
            let index = self.came;
            match wire::pooling::told(message) {
                Ok(Told::Whole(told)) => {
                    self.carry_out(std::mem::take(&mut items)).await?;
                    self.close(told).await?;
                }
                _ if index as usize == MOST_ITEMS => {
                    self.carry_out(items).await?;
                    return Err(too_many());
                }
                Ok(Told::Item(item)) => {
                    items.push((index, Ok(item)));
                    self.came += 1;
                }
                Err(unread) => {
                    items.push((index, Err(unread)));
                    self.came += 1;
                }
            }
        }
        self.carry_out(items).await?;
        Ok(None)
    }

    async fn carry_out(&mut self, items: Vec<Placed>) -> Result<(), Failure> {
        let readable = items.iter().filter_map(|(_, item)| item.as_ref().ok());
        let readable: Vec<FeedItem> = readable.cloned().collect();
        let rows = if readable.is_empty() {
            vec![]
        } else {
            self.feed.take(readable).await?
        };
        let judged_at = self.commands.decided_at();
        let mut rows = rows.into_iter();
        for (index, item) in items {
            match item {
                Ok(item) => {
                    let row = rows.next().unwrap_or_else(|| {
                        Err(Failure::Internal("a message without a row".to_owned()))
                    });
                    let identifier = Some(item.identifier());
                    self.answer.add(index, identifier, row, judged_at);
                }
                Err(unread) => {
                    let Unread {
                        identifier,
                        failure,
                    } = *unread;
                    match &identifier {
                        Some(named) => self.feed.names(named.clone()),
                        None => self.unnamed = true,
                    }
                    let identifier = identifier.as_ref();
                    self.answer
                        .add(index, identifier, Err(failure), Position::START);
                }
            }
        }
        Ok(())
    }

    /// The feed was whole, of so many messages.
    async fn close(&mut self, told: u32) -> Result<(), Failure> {
        self.closed = true;
        let index = self.came;
        if told != index || index == 0 || self.unnamed {
            let nobody: Option<&FeedIdentifier> = None;
            let judged_at = self.commands.decided_at();
            self.answer.add(index, nobody, Err(not_whole()), judged_at);
            return Ok(());
        }
        let ended = self.feed.close().await?;
        let judged_at = self.commands.decided_at();
        for (identifier, row) in ended {
            self.answer.add(index, Some(&identifier), row, judged_at);
        }
        Ok(())
    }
}
