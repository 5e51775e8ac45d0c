//! What is imported: the national directory of colleges, school holidays, sectors (EST-1).
use domain::establishment::{EstablishmentCommand, ListEstablishment, Listing};
use domain::ids::Uai;
use domain::reference::holidays::Holiday;
use domain::reference::zones::PARIS;
use domain::reference_lists::{ListHolidays, ListSectors, ListedSector, ReferenceCommand};
use futures::{StreamExt, stream};
use uuid::Uuid;

use super::CommandHandler;
use crate::authorisation::{Action, Target};
use crate::context::{Context, Outcome};
use crate::failure::Failure;

/// Rows of one import under way at once: they share a disk write.
const AT_ONCE: usize = 64;

/// What became of a row: its outcome, or why it is not listed. Other rows are not touched by it.
pub type ListedRow = Result<Outcome, Failure>;

impl CommandHandler<'_> {
    /// Lists colleges of the national directory, each row on its own.
    pub async fn import_establishments(
        self,
        rows: Vec<(Uai, Listing)>,
    ) -> Result<Vec<ListedRow>, Failure> {
        let whole = self.begin_import(Action::ImportEstablishments).await?;
        let streams = &self.service.establishments;
        let listed = rows.into_iter().enumerate().map(|(n, (uai, listing))| {
            let context = row_context(&whole, n);
            let command = EstablishmentCommand::List(ListEstablishment { uai, listing });
            async move {
                let done = streams.execute(uai.as_str(), &context, command).await;
                done.map(Outcome::from)
            }
        });
        Ok(stream::iter(listed).buffered(AT_ONCE).collect().await)
    }

    /// Lists school holidays, each row on its own.
    pub async fn import_holidays(self, rows: Vec<Holiday>) -> Result<Vec<ListedRow>, Failure> {
        let today = self.service.today_in(PARIS);
        let commands = rows.into_iter().map(|holiday| {
            ReferenceCommand::ListHolidays(ListHolidays {
                holidays: vec![holiday],
                today,
            })
        });
        self.import_reference(Action::ImportHolidays, commands.collect())
            .await
    }

    /// Lists professional sectors, each row on its own.
    pub async fn import_sectors(self, rows: Vec<ListedSector>) -> Result<Vec<ListedRow>, Failure> {
        let commands = rows.into_iter().map(|sector| {
            ReferenceCommand::ListSectors(ListSectors {
                sectors: vec![sector],
            })
        });
        self.import_reference(Action::ImportSectors, commands.collect())
            .await
    }

    async fn import_reference(
        self,
        action: Action,
        commands: Vec<ReferenceCommand>,
    ) -> Result<Vec<ListedRow>, Failure> {
        let whole = self.begin_import(action).await?;
        let mut rows = vec![];
        for (n, command) in commands.into_iter().enumerate() {
            let context = row_context(&whole, n);
            let list = command.list().to_string();
            let done = self.service.reference.execute(&list, &context, command);
            rows.push(done.await.map(Outcome::from));
        }
        Ok(rows)
    }

    pub(super) async fn begin_import(&self, action: Action) -> Result<Context, Failure> {
        self.permit(action, Target::default()).await?;
        self.context(action).await
    }
}

/// Each row has a request of its own, the same when the import is sent again. Rows that were
/// listed before ids were keyed keep the ids of that time.
fn row_context(whole: &Context, n: usize) -> Context {
    let mut row = whole.part(n);
    if whole.derives_as_before {
        row.request = Uuid::new_v5(&whole.request, format!("row{n}").as_bytes());
    }
    row
}
