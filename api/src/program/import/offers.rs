//! The offers of a local platform, from a file (OFF-8): a row an offer or an end, in CSV or as JSON
//! lines with the same names.
use domain::ids::{FeedIdentifier, Siret};
use futures::stream;
use proto::v1;
use proto::v1::feed_offers_request::Part;
use proto::v1::pooling_service_client::PoolingServiceClient;
use serde::Deserialize;

use super::lines::written;
use super::operator::Called;
use super::rows::{self, BadRow, Row, Rows};
use super::{ProgramError, Tally};

/// Messages of one feed: well within the time that a call has.
const ROWS_A_FEED: usize = 1_000;
/// Messages of a feed that is whole, which cannot be cut.
const ROWS_OF_A_WHOLE: usize = wire::pooling::MOST_ITEMS;

/// The columns that a file has; `action`, `administration`, `group`, `group_size`, `contact_name`,
/// `contact_mail`, `street`, `tutor_mail`, `accessibility` and `what_to_bring` may be missing.
const NEEDED: [&str; 17] = [
    "identifier",
    "siret",
    "organisation",
    "kind",
    "title",
    "description",
    "sector",
    "postal_code",
    "city",
    "department_code",
    "latitude",
    "longitude",
    "weeks",
    "seats_per_week",
    "tutor_name",
    "arrival",
    "departure",
];

/// A row, as either form of file has it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Told {
    identifier: String,
    /// `offer`, or `end`; an offer where it is empty.
    action: String,
    siret: String,
    organisation: String,
    /// `public`, `company` or `association`.
    kind: String,
    administration: String,
    group: String,
    contact_name: String,
    contact_mail: String,
    title: String,
    description: String,
    sector: String,
    street: String,
    postal_code: String,
    city: String,
    department_code: String,
    latitude: String,
    longitude: String,
    /// Separated by blanks.
    weeks: String,
    seats_per_week: String,
    /// Empty for an individual offer.
    group_size: String,
    tutor_name: String,
    tutor_mail: String,
    arrival: String,
    departure: String,
    /// `accessible`, `with_help`, `not_accessible`; not stated where it is empty.
    accessibility: String,
    what_to_bring: String,
}

/// Reads a file: JSON lines where its first sign is `{`, else CSV. Rows of one identifier that tell
/// different things are all refused.
///
/// # Errors
/// The file is not in UTF-8; the header cannot be read, names a column twice or lacks one.
pub fn read(bytes: &[u8]) -> Result<Rows<v1::FeedOffersRequest>, ProgramError> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let key = |part: &v1::FeedOffersRequest| match &part.part {
        Some(Part::Offer(offer)) => Some(offer.identifier.clone()),
        Some(Part::End(end)) => Some(end.identifier.clone()),
        Some(Part::Whole(_)) | None => None,
    };
    if text.trim_ascii_start().starts_with(b"{") {
        let rows = of_json(bytes)?;
        return Ok(rows::without_contradictions(rows, key));
    }
    rows::read(bytes, &NEEDED, |row| part(of_cells(row)).map(Some), key)
}

fn of_json(bytes: &[u8]) -> Result<Rows<v1::FeedOffersRequest>, ProgramError> {
    let lines = written(bytes)
        .map_err(|why| ProgramError::Failed(format!("{why}; nothing was imported")))?;
    let mut rows = Rows {
        good: vec![],
        bad: vec![],
        passed_over: vec![],
    };
    for (line, text) in lines {
        let told = text.map_err(|why| why.to_string()).and_then(|text| {
            // Of what is wrong with it the place is told, and nothing that stands there.
            serde_json::from_str(text)
                .map_err(|why| format!("no row of an offer in JSON, at column {}", why.column()))
        });
        match told.and_then(part) {
            Ok(good) => rows.good.push((line, good)),
            Err(reason) => rows.bad.push(BadRow { line, reason }),
        }
    }
    Ok(rows)
}

fn of_cells(row: &Row<'_>) -> Told {
    Told {
        identifier: row.owned("identifier"),
        action: row.owned("action"),
        siret: row.owned("siret"),
        organisation: row.owned("organisation"),
        kind: row.owned("kind"),
        administration: row.owned("administration"),
        group: row.owned("group"),
        contact_name: row.owned("contact_name"),
        contact_mail: row.owned("contact_mail"),
        title: row.owned("title"),
        description: row.owned("description"),
        sector: row.owned("sector"),
        street: row.owned("street"),
        postal_code: row.owned("postal_code"),
        city: row.owned("city"),
        department_code: row.owned("department_code"),
        latitude: row.owned("latitude"),
        longitude: row.owned("longitude"),
        weeks: row.owned("weeks"),
        seats_per_week: row.owned("seats_per_week"),
        group_size: row.owned("group_size"),
        tutor_name: row.owned("tutor_name"),
        tutor_mail: row.owned("tutor_mail"),
        arrival: row.owned("arrival"),
        departure: row.owned("departure"),
        accessibility: row.owned("accessibility"),
        what_to_bring: row.owned("what_to_bring"),
    }
}

/// The message of a row; what its texts must be is judged where it is fed in.
fn part(told: Told) -> Result<v1::FeedOffersRequest, String> {
    if told.identifier.parse::<FeedIdentifier>().is_err() {
        return Err("identifier: 1-100 of A-Z, a-z, 0-9 and ._:/-".to_owned());
    }
    let part = match told.action.as_str() {
        "" | "offer" => Part::Offer(offer(told)?),
        "end" => Part::End(v1::EndedOffer {
            identifier: told.identifier,
        }),
        _ => return Err("action: offer or end".to_owned()),
    };
    Ok(v1::FeedOffersRequest { part: Some(part) })
}

fn offer(told: Told) -> Result<v1::FedOffer, String> {
    let siret = rows::with_its_zeros("siret", &told.siret, 14, |siret| {
        siret.parse::<Siret>().is_ok()
    })?;
    let host = v1::FedHost {
        name: format!("hosts/{siret}"),
        organisation: Some(organisation(&told)?),
        contact: person(&told.contact_name, &told.contact_mail),
    };
    Ok(v1::FedOffer {
        identifier: told.identifier.clone(),
        host: Some(host),
        terms: Some(terms(told)?),
    })
}

fn organisation(told: &Told) -> Result<v1::Organisation, String> {
    use v1::organisation::Kind;
    let private = |form: v1::PrivateForm| {
        Kind::PrivateBody(v1::PrivateBody {
            form: form.into(),
            group: told.group.clone(),
            paqte_signatory: false,
        })
    };
    let kind = match told.kind.as_str() {
        "public" => Kind::PublicBody(v1::PublicBody {
            administration: told.administration.clone(),
        }),
        "company" => private(v1::PrivateForm::Company),
        "association" => private(v1::PrivateForm::Association),
        _ => return Err("kind: public, company or association".to_owned()),
    };
    Ok(v1::Organisation {
        display_name: told.organisation.clone(),
        kind: Some(kind),
    })
}

fn person(name: &str, mail: &str) -> Option<v1::PersonIdentity> {
    let told = v1::PersonIdentity {
        full_name: name.to_owned(),
        mail: mail.to_owned(),
    };
    (told != v1::PersonIdentity::default()).then_some(told)
}

fn terms(told: Told) -> Result<v1::OfferTerms, String> {
    let department = rows::with_its_zeros(
        "department_code",
        &told.department_code,
        2,
        rows::is_department,
    )?;
    let is_code = |code: &str| code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit());
    let postal_code = rows::with_its_zeros("postal_code", &told.postal_code, 5, is_code)?;
    let degrees = |column: &str, text: &str| {
        let read = text.parse::<f64>();
        read.map_err(|_| format!("{column}: degrees, as 46.25"))
    };
    let whole = |column: &str, text: &str| {
        let read = text.parse::<u32>();
        read.map_err(|_| format!("{column}: a whole number"))
    };
    let (format, group_size) = match told.group_size.as_str() {
        "" => (v1::OfferFormat::Individual, 0),
        size => (v1::OfferFormat::Collective, whole("group_size", size)?),
    };
    let accessibility = match told.accessibility.as_str() {
        "" => v1::Accessibility::NotStated,
        "accessible" => v1::Accessibility::Accessible,
        "with_help" => v1::Accessibility::WithHelp,
        "not_accessible" => v1::Accessibility::NotAccessible,
        _ => {
            return Err("accessibility: accessible, with_help, not_accessible or empty".to_owned());
        }
    };
    let place = v1::Place {
        postal_code: postal_code.to_owned(),
        department: format!("departments/{department}"),
        coordinates: Some(v1::Coordinates {
            latitude: degrees("latitude", &told.latitude)?,
            longitude: degrees("longitude", &told.longitude)?,
        }),
        street: told.street,
        city: told.city,
    };
    Ok(v1::OfferTerms {
        place: Some(place),
        weeks: told.weeks.split_whitespace().map(str::to_owned).collect(),
        seats_per_week: whole("seats_per_week", &told.seats_per_week)?,
        format: format.into(),
        group_size,
        tutor: Some(v1::Tutor {
            person: String::new(),
            identity: person(&told.tutor_name, &told.tutor_mail),
        }),
        hours: Some(v1::DailyHours {
            arrival: told.arrival,
            departure: told.departure,
        }),
        accessibility: accessibility.into(),
        reserved_for: String::new(),
        title: told.title,
        description: told.description,
        sector: told.sector,
        what_to_bring: told.what_to_bring,
    })
}

/// Feeds the good rows in; gives what became of each, and how many offers were ended because a whole
/// file leaves them out.
pub(super) async fn feed(
    channel: Called,
    rows: Rows<v1::FeedOffersRequest>,
    whole: bool,
) -> Result<(Tally, u32), ProgramError> {
    let Rows {
        good,
        bad,
        passed_over,
    } = rows;
    if whole && !bad.is_empty() {
        let lines: Vec<String> = bad.iter().map(|row| row.line.to_string()).collect();
        return Err(ProgramError::Failed(format!(
            "line {} cannot be read, so what the file leaves out is not certain; nothing was \
             imported (without --whole the other lines are)",
            lines.join(", ")
        )));
    }
    if whole && good.len() > ROWS_OF_A_WHOLE {
        return Err(ProgramError::Failed(format!(
            "a file of more than {ROWS_OF_A_WHOLE} rows cannot be fed in as a whole; nothing was \
             imported"
        )));
    }
    let mut tally = Tally {
        bad,
        passed_over,
        ..Tally::default()
    };
    let mut client = PoolingServiceClient::new(channel);
    let size = if whole { ROWS_OF_A_WHOLE } else { ROWS_A_FEED };
    let mut left_out = 0;
    for chunk in good.chunks(size) {
        let lines: Vec<u64> = chunk.iter().map(|(line, _)| *line).collect();
        let mut parts: Vec<_> = chunk.iter().map(|(_, part)| part.clone()).collect();
        if whole {
            let items = u32::try_from(parts.len()).unwrap_or(u32::MAX);
            let part = Some(Part::Whole(v1::WholeFeed { items }));
            parts.push(v1::FeedOffersRequest { part });
        }
        let first = lines.first().copied().unwrap_or_default();
        let answer = client.feed_offers(stream::iter(parts)).await;
        let answer = answer.map_err(|status| {
            let why = ProgramError::from(status);
            ProgramError::Failed(format!(
                "from line {first} on it is not certain what was imported; import the file again: \
                 {why}"
            ))
        })?;
        left_out += count(&mut tally, &lines, answer.into_inner().rows)?;
    }
    Ok((tally, left_out))
}

/// Adds what became of the lines; gives how many offers were ended beside them.
fn count(tally: &mut Tally, lines: &[u64], rows: Vec<v1::FedRow>) -> Result<u32, ProgramError> {
    let told = rows.iter().take(lines.len()).map(|row| row.index);
    if !told.eq((0..).take(lines.len())) {
        let why = "the server does not tell what became of each row";
        return Err(ProgramError::Failed(why.to_owned()));
    }
    let mut left_out = 0;
    let mut lines = lines.iter();
    for row in rows {
        let line = lines.next().copied();
        match (row.result(), line) {
            (v1::FedResult::Ended, None) => left_out += 1,
            (v1::FedResult::Unchanged, None) => {}
            (v1::FedResult::Unchanged, Some(_)) => tally.unchanged += 1,
            (v1::FedResult::Deposited | v1::FedResult::Revised | v1::FedResult::Ended, Some(_)) => {
                tally.imported += 1;
            }
            (v1::FedResult::Refused | v1::FedResult::Unspecified, _)
            | (v1::FedResult::Deposited | v1::FedResult::Revised, None) => {
                let reason = row.refusal.map_or_else(
                    || "refused".to_owned(),
                    |why| match why.field.as_str() {
                        "" => format!("{} ({})", why.message_en, why.reason),
                        field => format!("{field}: {} ({})", why.message_en, why.reason),
                    },
                );
                let Some(line) = line else {
                    return Err(ProgramError::Failed(format!(
                        "the rows are in, and what the file leaves out is not ended: {reason}"
                    )));
                };
                tally.bad.push(BadRow { line, reason });
            }
        }
    }
    Ok(left_out)
}

#[cfg(test)]
mod tests;
