//! Names that come again and again in the rows of a log, held once each.
use std::collections::HashMap;
use std::sync::Arc;

use crate::{LogError, StreamId};

/// More names than a program has; past it the table is emptied rather than left to grow.
const MOST_NAMES: usize = 4096;

/// Categories of streams, and types of events.
#[derive(Default)]
pub(crate) struct InternedNames {
    categories: Vec<Arc<str>>,
    types: HashMap<Box<str>, Arc<str>>,
}

impl InternedNames {
    /// The stream of these two parts.
    ///
    /// # Errors
    /// `Damaged` where they name none.
    pub(crate) fn stream(&mut self, category: &str, id: &str) -> Result<StreamId, LogError> {
        let known = self.categories.iter().find(|known| &***known == category);
        match known {
            Some(known) => StreamId::in_category(known, id).map_err(LogError::damaged),
            None => {
                if self.categories.len() >= MOST_NAMES {
                    self.categories.clear();
                }
                let category: Arc<str> = category.into();
                let stream = StreamId::in_category(&category, id).map_err(LogError::damaged)?;
                self.categories.push(category);
                Ok(stream)
            }
        }
    }

    /// The name of an event's type.
    pub(crate) fn event_type(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.types.get(name) {
            return Arc::clone(known);
        }
        if self.types.len() >= MOST_NAMES {
            self.types.clear();
        }
        let shared: Arc<str> = name.into();
        self.types.insert(name.into(), Arc::clone(&shared));
        shared
    }
}
