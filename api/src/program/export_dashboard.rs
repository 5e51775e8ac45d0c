//! `placement export-dashboard`: a list or a dashboard as a file, from a running server, as whoever
//! the token names.
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use prost_reflect::{DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor};
use proto::v1::export_service_client::ExportServiceClient;
use proto::v1::{ExportDashboardRequest, ExportedFile};
use serde_json::{Map, Value};

use super::new_file::NewFile;
use super::{ProgramError, operator, say};

const REQUEST: &str = "placement.v1.ExportDashboardRequest";

/// What `placement export-dashboard` takes.
#[derive(Args)]
pub struct ExportDashboardArgs {
    /// The list or dashboard, as territory-dashboard, class-follow-up or hosts: a query of
    /// ExportDashboard, as docs/api.md names it.
    query: String,
    /// A field of its request, as name=departments/69 or as_of_time=2026-02-01T08:00:00Z; given again
    /// for another value of a list.
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    /// The running server, as https://placement.example:50051.
    #[arg(long, value_name = "URL")]
    server: String,
    /// The authorities that the server's certificate may be of, PEM [default: the system's].
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The access token of whoever asks.
    #[arg(long, env = "PLACEMENT_TOKEN", hide_env_values = true)]
    token: String,
    /// What the file is.
    #[arg(long, value_enum, default_value_t = FormatName::Csv)]
    format: FormatName,
    /// Begin CSV with the byte order mark, by which some spreadsheets know UTF-8.
    #[arg(long)]
    byte_order_mark: bool,
    /// Into this file, which must not be there yet and is readable by its owner only [default: the
    /// name that the server gives it, in this folder].
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
}

/// A format by name.
#[derive(Clone, Copy, ValueEnum)]
enum FormatName {
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
}

/// Asks, and writes what comes; a file that did not become whole is removed.
pub async fn run(args: ExportDashboardArgs) -> Result<(), ProgramError> {
    let request = request(&args).map_err(ProgramError::Usage)?;
    let channel = operator::connect(&args.server, args.ca.as_deref()).await?;
    let called = operator::called(channel, &args.token)?;
    let mut exports = ExportServiceClient::new(called);
    let mut pieces = exports.export_dashboard(request).await?.into_inner();
    let told = pieces.message().await?.and_then(|first| first.file);
    let nothing = || ProgramError::Failed("the server sends no file".to_owned());
    let path = args
        .into
        .map_or_else(|| safe(told.ok_or_else(nothing)?), Ok)?;
    let mut file = NewFile::begin(&path)?;
    let bar = say::spinner("{spinner} {pos} rows, {per_sec}");
    while let Some(piece) = pieces.message().await? {
        file.write_all(&piece.chunk)?;
        bar.set_position(piece.rows);
    }
    bar.finish_and_clear();
    file.keep()?;
    Ok(say::line(path.display().to_string())?)
}

/// The name that a server gives, where it is a plain one.
fn safe(told: ExportedFile) -> Result<PathBuf, ProgramError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match told.name.split_once('.') {
        Some((stem, end))
            if !stem.is_empty() && stem.chars().all(plain) && end.chars().all(plain) =>
        {
            Ok(told.name.into())
        }
        Some(_) | None => {
            let why = "the server gives the file no plain name; give --into FILE";
            Err(ProgramError::Failed(why.to_owned()))
        }
    }
}

fn request(args: &ExportDashboardArgs) -> Result<ExportDashboardRequest, String> {
    let schema =
        DescriptorPool::decode(proto::FILE_DESCRIPTOR_SET).map_err(|why| why.to_string())?;
    let described = schema.get_message_by_name(REQUEST);
    let described = described.ok_or_else(|| format!("{REQUEST} is not described"))?;
    let (query, of) = query(&described, &args.query)?;
    let mut fields = Map::new();
    for given in &args.fields {
        let (field, value) = given
            .split_once('=')
            .ok_or_else(|| format!("{given}: give FIELD=VALUE"))?;
        put(&mut fields, &of, field, value)?;
    }
    let format = match args.format {
        FormatName::Csv => "EXPORT_FORMAT_CSV",
        FormatName::Xlsx => "EXPORT_FORMAT_XLSX",
    };
    let message = serde_json::json!({
        "format": format,
        "byteOrderMark": args.byte_order_mark,
        query.json_name(): fields,
    });
    let read = DynamicMessage::deserialize(described, message);
    let read = read.map_err(|why| format!("{}: {why}", args.query))?;
    read.transcode_to().map_err(|why| why.to_string())
}

/// The query of a name, and its request.
fn query(
    described: &MessageDescriptor,
    name: &str,
) -> Result<(FieldDescriptor, MessageDescriptor), String> {
    let mut queries = described
        .oneofs()
        .flat_map(|one| one.fields().collect::<Vec<_>>());
    let wanted = name.replace('-', "_");
    let found = queries.find(|query| query.name() == wanted);
    let found = found.and_then(|query| match query.kind() {
        Kind::Message(of) => Some((query, of)),
        _ => None,
    });
    found.ok_or_else(|| {
        let queries = described
            .oneofs()
            .flat_map(|one| one.fields().collect::<Vec<_>>());
        let names: Vec<String> = queries
            .map(|query| query.name().replace('_', "-"))
            .collect();
        format!("{name}: no such list; there are {}", names.join(", "))
    })
}

/// Puts a value into a request, as proto's JSON has it.
fn put(
    fields: &mut Map<String, Value>,
    of: &MessageDescriptor,
    field: &str,
    value: &str,
) -> Result<(), String> {
    let described = of.get_field_by_name(field).ok_or_else(|| {
        let names: Vec<String> = of.fields().map(|field| field.name().to_owned()).collect();
        format!("{field}: no such field; there are {}", names.join(", "))
    })?;
    let read = match (described.kind(), value) {
        (Kind::Bool, "true") => Value::Bool(true),
        (Kind::Bool, "false") => Value::Bool(false),
        _ => Value::String(value.to_owned()),
    };
    let key = described.json_name().to_owned();
    if described.is_list() {
        let list = fields.entry(key).or_insert_with(|| Value::Array(vec![]));
        if let Value::Array(list) = list {
            list.push(read);
        }
        Ok(())
    } else if fields.insert(key, read).is_some() {
        Err(format!("{field}: given twice"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proto::v1::export_dashboard_request::Query;

    use super::*;

    fn asked(query: &str, fields: &[&str]) -> Result<ExportDashboardRequest, String> {
        request(&ExportDashboardArgs {
            query: query.to_owned(),
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
            server: String::new(),
            ca: None,
            token: String::new(),
            format: FormatName::Xlsx,
            byte_order_mark: false,
            into: None,
        })
    }

    #[test]
    fn a_request_is_made_of_words() {
        let made = asked(
            "host-inbox",
            &[
                "host=hosts/12345678900011",
                "states=APPLICATION_STATE_PENDING",
                "states=APPLICATION_STATE_ACCEPTED",
                "as_of_time=2026-02-01T08:00:00Z",
            ],
        );
        let made = made.map(|made| made.query);
        let Ok(Some(Query::HostInbox(inbox))) = made else {
            unreachable!("another query");
        };
        assert_eq!(inbox.host, "hosts/12345678900011");
        assert_eq!(inbox.states, [1, 3]);
        assert!(inbox.as_of.is_some());
    }

    #[test]
    fn what_is_no_word_of_it_is_told() {
        for (query, field, told) in [
            ("nothing", "name=x", "no such list"),
            ("hosts", "nothing=x", "no such field"),
            ("host-inbox", "host", "FIELD=VALUE"),
        ] {
            let refused = asked(query, &[field]);
            assert!(
                refused.is_err_and(|why| why.contains(told)),
                "{query} {field}"
            );
        }
        let twice = asked("host-inbox", &["host=a", "host=b"]);
        assert!(twice.is_err_and(|why| why.contains("given twice")));
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_not_taken() {
        for name in ["../x.csv", "/etc/passwd", "a/b.csv", ".csv", "x"] {
            let told = ExportedFile {
                name: name.to_owned(),
                ..Default::default()
            };
            assert!(safe(told).is_err(), "{name}");
        }
        let told = ExportedFile {
            name: "offres-12.csv".to_owned(),
            ..Default::default()
        };
        assert!(safe(told).is_ok());
    }
}
