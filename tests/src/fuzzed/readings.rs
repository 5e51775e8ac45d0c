//! Fields that many requests have, read as their services read them.
use domain::personal;
use proto::{AsOf, AsOfRequest};
use wire::{calendar, names, times};

pub fn as_of(request: &impl AsOfRequest) {
    if let Some(AsOf::Time(at)) = request.moment() {
        let _ = times::instant("as_of_time", &at);
    }
}

pub fn establishment(name: &str) {
    let _ = names::establishment("name", name);
}

pub fn message(field: &'static str, text: &str) {
    let _ = personal::Message::checked(field, text);
}

pub fn year(text: &str) {
    let _ = calendar::school_year("school_year", text);
}

pub fn uuid(text: &str) -> uuid::Uuid {
    text.parse().unwrap_or_default()
}
