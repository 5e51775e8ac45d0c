//! The tables for BI tools, column by column: the one place from which their definitions, the
//! comments in the database and the pages of the documentation are made.
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::folds::Folds;

/// Raised with every change of meaning that neither the columns nor the folds' versions tell. A
/// server that knows only an older number leaves the tables alone.
pub const LAYOUT: u32 = 1;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds; never NULL.
    pub kind: ColumnKind,
    /// What it means, in plain English.
    pub comment: &'static str,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, and that of its view.
    pub name: &'static str,
    /// What a row is.
    pub comment: &'static str,
    /// How many of the first columns make the primary key.
    pub key: usize,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// The name of the table that tells up to where the others stand.
pub const CHECKPOINT: &str = "dashboard_checkpoint";
/// What a row of it is.
pub const CHECKPOINT_COMMENT: &str =
    "One row: the last event of the log that the other tables hold";
/// Its columns; written with each change of the others, in the same transaction.
pub const CHECKPOINT_COLUMNS: [(&str, &str); 5] = [
    (
        "position",
        "Position of that event in the log; 0 before the first",
    ),
    (
        "fence",
        "Grows with each change of the server that writes; an older server is refused",
    ),
    (
        "event_id",
        "Id of that event; the nil UUID before the first",
    ),
    ("recorded_at", "When that event was recorded (UTC)"),
    ("layout", "Version of the tables"),
];

const fn text(name: &'static str, comment: &'static str) -> Column {
    Column {
        name,
        kind: ColumnKind::Text,
        comment,
    }
}

const fn integer(name: &'static str, comment: &'static str) -> Column {
    Column {
        name,
        kind: ColumnKind::Integer,
        comment,
    }
}

const TERRITORY: [Column; 4] = [
    text("territory_kind", "national, region, academy or department"),
    text(
        "territory_code",
        "Code of the region, academy or department; FR for the country",
    ),
    integer(
        "school_year",
        "Year in which the school year begins: 2025 stands for 2025-2026",
    ),
    text("territory_name", "French name of the territory"),
];

const SECTOR: [Column; 5] = [
    TERRITORY[0],
    TERRITORY[1],
    TERRITORY[2],
    text("sector", "Code of the professional sector"),
    text("territory_name", "French name of the territory"),
];

/// Of offers by the place of the offer, of applications by the college of the pupil.
const FIGURES: [Column; 33] = [
    integer(
        "offers_deposited",
        "Offers ever deposited there, withdrawn ones too",
    ),
    integer("offers_withdrawn", "Those of them that were withdrawn"),
    integer(
        "seats",
        "Seats of the offers not withdrawn: seats per week times weeks",
    ),
    integer(
        "public_offers_deposited",
        "Offers of public hosts ever deposited",
    ),
    integer(
        "public_offers_withdrawn",
        "Those of them that were withdrawn",
    ),
    integer(
        "public_seats",
        "Seats of the offers of public hosts not withdrawn",
    ),
    integer(
        "private_offers_deposited",
        "Offers of private hosts ever deposited",
    ),
    integer(
        "private_offers_withdrawn",
        "Those of them that were withdrawn",
    ),
    integer(
        "private_seats",
        "Seats of the offers of private hosts not withdrawn",
    ),
    integer(
        "pooled_offers_deposited",
        "Offers that local platforms fed in, of public and private hosts, ever deposited",
    ),
    integer(
        "pooled_offers_withdrawn",
        "Those of them that were withdrawn",
    ),
    integer(
        "pooled_seats",
        "Seats of the offers fed in that are not withdrawn",
    ),
    integer(
        "applications",
        "Applications submitted by pupils of colleges there, whatever became of them",
    ),
    integer(
        "placements",
        "Applications accepted and not cancelled since; completed and missed ones too",
    ),
    integer("completed", "Placements that the pupil did"),
    integer("girls_applications", "Applications of girls"),
    integer("girls_placements", "Placements of girls"),
    integer("girls_completed", "Completed placements of girls"),
    integer("boys_applications", "Applications of boys"),
    integer("boys_placements", "Placements of boys"),
    integer("boys_completed", "Completed placements of boys"),
    integer(
        "not_stated_applications",
        "Applications of pupils whose gender is not stated",
    ),
    integer(
        "not_stated_placements",
        "Placements of pupils whose gender is not stated",
    ),
    integer(
        "not_stated_completed",
        "Completed placements of pupils whose gender is not stated",
    ),
    STATES[0],
    STATES[1],
    STATES[2],
    STATES[3],
    STATES[4],
    STATES[5],
    STATES[6],
    STATES[7],
    STATES[8],
];

/// In the order of `ApplicationState::ALL`.
const STATES: [Column; 9] = [
    integer(
        "state_pending",
        "Applications that wait for the host's answer",
    ),
    integer(
        "state_under_examination",
        "Applications that the host is looking at",
    ),
    integer(
        "state_withdrawn",
        "Applications withdrawn by the pupil or by a rule",
    ),
    integer(
        "state_declined",
        "Applications declined by the host, or whose offer or week went away",
    ),
    integer("state_expired", "Applications without an answer in time"),
    integer(
        "state_accepted",
        "Accepted applications whose placement is still to come",
    ),
    integer(
        "state_cancelled",
        "Placements given up by the pupil or the host",
    ),
    integer("state_completed", "Placements that the pupil did"),
    integer("state_missed", "Placements to which the pupil did not come"),
];

const FOLLOW_UP: [Column; 9] = [
    integer("pupils", "Pupils enrolled"),
    integer("forms_handed", "Pupils whose authorisation form is at home"),
    integer("authorised", "Pupils whose parental authorisation is valid"),
    integer("access_open", "Pupils whose access is open"),
    integer("applicants", "Pupils who have applied at least once"),
    integer("placed", "Pupils with at least one placement"),
    integer(
        "completed_pupils",
        "Pupils with at least one completed placement",
    ),
    integer(
        "flagged",
        "Placements that the head must look at, the authorisation having been withdrawn",
    ),
    integer("applications", "Applications submitted by these pupils"),
];

const PLACE: [Column; 3] = [
    text("department", "Code of the department"),
    text("academy", "Code of the academy"),
    text("region", "Code of the region"),
];

/// The place of a table in [`TABLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableName {
    /// A territory in a school year.
    Territories,
    /// A sector in a territory and school year.
    Sectors,
    /// A college.
    Establishments,
    /// A class.
    Classes,
    /// An offer.
    Offers,
    /// A week in a department.
    Weeks,
}

impl TableName {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Territories,
        Self::Sectors,
        Self::Establishments,
        Self::Classes,
        Self::Offers,
        Self::Weeks,
    ];

    /// Its definition.
    #[must_use]
    pub fn table(self) -> &'static Table {
        match self {
            Self::Territories => &TABLES[0],
            Self::Sectors => &TABLES[1],
            Self::Establishments => &TABLES[2],
            Self::Classes => &TABLES[3],
            Self::Offers => &TABLES[4],
            Self::Weeks => &TABLES[5],
        }
    }
}

/// Every table but the checkpoint.
pub static TABLES: LazyLock<[Table; 6]> = LazyLock::new(|| {
    [
        Table {
            name: "dashboard_territories",
            comment: "A territory in a school year (DSH-3, DSH-5)",
            key: 3,
            columns: [&TERRITORY[..], &FIGURES].concat(),
        },
        Table {
            name: "dashboard_sectors",
            comment: "A professional sector in a territory and school year (DSH-3)",
            key: 4,
            columns: [&SECTOR[..], &FIGURES].concat(),
        },
        Table {
            name: "dashboard_establishments",
            comment: "A college and the totals over all its pupils (DSH-2)",
            key: 1,
            columns: [
                &[
                    text("uai", "The college in the national directory"),
                    text("name", "Official name"),
                    text("city", "City"),
                ][..],
                &PLACE,
                &[
                    text("network", "rep_plus, rep or none"),
                    text("registration", "registered, awaits_confirmation (nobody has confirmed the head) or listed (not registered yet)"),
                    integer("classes", "Classes ever opened, of all school years"),
                ],
                &FOLLOW_UP,
                &STATES,
            ]
            .concat(),
        },
        Table {
            name: "dashboard_classes",
            comment: "A class and the totals over its present pupils (DSH-1)",
            key: 1,
            columns: [
                &[
                    text(
                        "class_id",
                        "The class, a UUID; what the college calls it is not shown",
                    ),
                    text("uai", "Its college"),
                    text("level", "troisieme or quatrieme"),
                    TERRITORY[2],
                ][..],
                &FOLLOW_UP,
                &STATES,
            ]
            .concat(),
        },
        Table {
            name: "dashboard_offers",
            comment: "An offer; nothing of what its host wrote, nor who the host is",
            key: 1,
            columns: [
                &[
                    text("offer_id", "The offer, a UUID"),
                    TERRITORY[2],
                    text("sector", "Code of the professional sector"),
                    text("host_kind", "public or private"),
                ][..],
                &PLACE,
                &[
                    text("standing", "open or withdrawn"),
                    text(
                        "reserved",
                        "yes where only one college's pupils may see it, else no",
                    ),
                    integer(
                        "weeks",
                        "Weeks in which seats are offered; 0 once withdrawn",
                    ),
                    integer("seats", "Seats per week times weeks; 0 once withdrawn"),
                    integer(
                        "seats_taken",
                        "Seats taken in all weeks; they stay taken when the offer is withdrawn",
                    ),
                ],
            ]
            .concat(),
        },
        Table {
            name: "dashboard_weeks",
            comment: "A week of placements in a department: the seats of the offers not withdrawn",
            key: 2,
            columns: [
                &[
                    PLACE[0],
                    text("week", "ISO week: 2026-W05"),
                    text("monday", "Its first day: 2026-01-26"),
                    TERRITORY[2],
                    PLACE[1],
                    PLACE[2],
                ][..],
                &[
                    integer(
                        "offers",
                        "Offers that have seats in that week, taken or not",
                    ),
                    integer("seats", "Their seats in that week"),
                    integer("seats_taken", "Those of the seats that are taken"),
                ],
            ]
            .concat(),
        },
    ]
});

/// Stands for the layout, the tables and the versions of the folds behind them: tables of
/// another name are made anew.
pub static SET: LazyLock<String> = LazyLock::new(|| set_name(LAYOUT));

pub(super) fn set_name(layout: u32) -> String {
    let mut hash = Sha256::new();
    hash.update(Folds::fingerprint());
    hash.update(format!("{:?}{CHECKPOINT_COLUMNS:?}", *TABLES));
    let digest: [u8; 32] = hash.finalize().into();
    let digest = digest.iter().take(4).map(|byte| format!("{byte:02x}"));
    format!("dashboards_v{layout}_{}", digest.collect::<String>())
}

/// The layout of a set's name.
pub(super) fn layout_of(set: &str) -> Option<u32> {
    let rest = set.strip_prefix("dashboards_v")?;
    rest.split_once('_')?.0.parse().ok()
}
