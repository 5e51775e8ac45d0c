//! Lists and dashboards as files: the answers of a query, page by page, become the rows of a file,
//! whose pieces are sent. Whatever the query refuses, the export refuses.
mod pages;
mod queries;

use std::pin::Pin;
use std::sync::Arc;

use ::queries::{QueryContext, QueryService};
use commands::Failure;
use domain::explain::Expected;
use exports::{ExportError, File, Format};
use futures::{Stream, StreamExt, TryStreamExt, stream};
use prost::Message;
use prost::bytes::BytesMut;
use proto::codec::Encoded;
use proto::v1::{
    ExportDashboardRequest, ExportDashboardResponse, ExportFormat, ExportedFile,
    export_dashboard_request::Query,
};
use tokio::sync::Semaphore;
use tonic::Status;
use wire::names::bad;
use wire::status::status;

use self::pages::{PageOfRows, Pages};
use self::queries::{Export, export as pages_of};

/// Most bytes of a piece.
const PIECE_BYTES: usize = 64 << 10;
/// So many workbooks are made at a time: each lies in memory.
const WORKBOOKS_AT_A_TIME: usize = 4;

/// The pieces of a file, as they are sent.
pub type Pieces =
    Pin<Box<dyn Stream<Item = Result<Encoded<ExportDashboardResponse>, Status>> + Send>>;

/// Makes files.
pub struct Exports {
    queries: Arc<QueryService>,
    workbooks: Semaphore,
}

impl Exports {
    /// Over the read side.
    #[must_use]
    pub fn new(queries: Arc<QueryService>) -> Self {
        Self {
            queries,
            workbooks: Semaphore::new(WORKBOOKS_AT_A_TIME),
        }
    }

    /// The pieces of a file. The first page is read before this returns; of a workbook all of them.
    ///
    /// # Errors
    /// Whatever the query refuses; `BadInput` without a query or a format, or where a workbook would
    /// hold too much.
    pub async fn export(
        &self,
        asker: QueryContext,
        request: ExportDashboardRequest,
    ) -> Result<Pieces, Failure> {
        let format = format(&request)?;
        let export = pages_of(&self.queries, asker, asked(request.query)?);
        match format {
            Format::Csv { .. } => {
                let exporting = Exporting::begin(format, export).await?;
                let head = exporting.head();
                let rest = stream::unfold(exporting, Exporting::step);
                Ok(Box::pin(stream::once(async move { Ok(head) }).chain(rest)))
            }
            Format::Xlsx => {
                let permit = self.workbooks.acquire().await;
                let permit = permit.map_err(|closed| Failure::Internal(closed.to_string()))?;
                let mut exporting = Exporting::begin(format, export).await?;
                let head = exporting.head();
                while exporting.read_page().await? {}
                drop(permit);
                let rest = stream::unfold(exporting, Exporting::step);
                Ok(Box::pin(stream::once(async move { Ok(head) }).chain(rest)))
            }
        }
    }
}

fn format(request: &ExportDashboardRequest) -> Result<Format, Failure> {
    match request.format() {
        ExportFormat::Csv => Ok(Format::Csv {
            byte_order_mark: request.byte_order_mark,
        }),
        ExportFormat::Xlsx => Ok(Format::Xlsx),
        ExportFormat::Unspecified => Err(bad("format", Expected("un format", "a format"))),
    }
}

fn asked(query: Option<Query>) -> Result<Query, Failure> {
    let expected = Expected("une liste ou un tableau de bord", "a list or a dashboard");
    query.ok_or_else(|| bad("query", expected))
}

/// A file on its way.
struct Exporting {
    format: Format,
    pages: Pages,
    title: &'static str,
    /// Where the first page stood.
    position: u64,
    /// None once it is whole.
    file: Option<File>,
    first_rows: usize,
    rows: u64,
    /// What was not sent yet.
    bytes: BytesMut,
}

impl Exporting {
    /// Reads the first page.
    async fn begin(format: Format, export: Export) -> Result<Self, Failure> {
        let Export {
            title,
            columns,
            mut pages,
        } = export;
        let file = File::new(format, title, columns).map_err(unwritten)?;
        let first = pages.try_next().await?;
        let mut exporting = Self {
            format,
            pages,
            title,
            position: 0,
            file: Some(file),
            first_rows: 0,
            rows: 0,
            bytes: BytesMut::new(),
        };
        if let Some(first) = first {
            exporting.first_rows = first.rows.len();
            exporting.put(first)?;
        }
        Ok(exporting)
    }

    /// What the file is.
    fn head(&self) -> Encoded<ExportDashboardResponse> {
        let extension = self.format.extension();
        let file = ExportedFile {
            name: format!("{}-{}.{extension}", self.title, self.position),
            media_type: self.format.media_type().to_owned(),
            first_rows: u32::try_from(self.first_rows).unwrap_or(u32::MAX),
        };
        self.message(Some(file), vec![])
    }

    fn message(
        &self,
        file: Option<ExportedFile>,
        chunk: Vec<u8>,
    ) -> Encoded<ExportDashboardResponse> {
        let message = ExportDashboardResponse {
            position: 0,
            file,
            chunk,
            rows: self.rows,
        };
        Encoded::at(self.position, message.encode_to_vec().into())
    }

    fn put(&mut self, page: PageOfRows) -> Result<(), Failure> {
        self.position = page.position;
        self.rows += u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
        if let Some(file) = &mut self.file {
            file.push(&page.rows).map_err(unwritten)?;
            self.bytes.extend_from_slice(&file.take());
        }
        Ok(())
    }

    /// Reads another page, or makes the file whole where there is none; whether it goes on.
    async fn read_page(&mut self) -> Result<bool, Failure> {
        if self.file.is_none() {
            return Ok(false);
        }
        if let Some(page) = self.pages.try_next().await? {
            self.put(page)?;
            return Ok(true);
        }
        if let Some(file) = self.file.take() {
            // A workbook is compressed now, which may take a second.
            let whole = tokio::task::spawn_blocking(|| file.finish()).await;
            let whole = whole.map_err(|error| Failure::Internal(error.to_string()))?;
            self.bytes.extend_from_slice(&whole.map_err(unwritten)?);
        }
        Ok(false)
    }

    /// The next piece.
    async fn next(&mut self) -> Result<Option<Encoded<ExportDashboardResponse>>, Failure> {
        while self.bytes.len() < PIECE_BYTES && self.read_page().await? {}
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let piece = self
            .bytes
            .split_to(self.bytes.len().min(PIECE_BYTES))
            .to_vec();
        Ok(Some(self.message(None, piece)))
    }

    async fn step(mut self) -> Option<(Result<Encoded<ExportDashboardResponse>, Status>, Self)> {
        match self.next().await {
            Ok(None) => None,
            Ok(Some(piece)) => Some((Ok(piece), self)),
            Err(failure) => {
                // Nothing comes after an error.
                self.file = None;
                self.bytes.clear();
                Some((Err(status(failure)), self))
            }
        }
    }
}

fn unwritten(error: ExportError) -> Failure {
    match error {
        ExportError::TooManyRows(_) => bad(
            "query",
            Expected(
                "50 000 lignes au plus dans un classeur, 1 000 000 en CSV ; restreignez la demande",
                "at most 50,000 rows in a workbook, 1,000,000 as CSV; narrow the query",
            ),
        ),
        ExportError::CellTooLong => bad(
            "format",
            Expected(
                "CSV : un texte dépasse ce que tient une cellule de classeur",
                "CSV: a text is longer than a cell of a workbook",
            ),
        ),
        ExportError::Unwritable(why) => Failure::Internal(why),
    }
}
