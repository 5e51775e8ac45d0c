//! The compact forms in which positions, weeks and school years stand in a snapshot.

/// A position as its number.
pub mod position {
    use eventlog::Position;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the number.
    pub fn serialize<S: Serializer>(position: &Position, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_u64(position.0)
    }

    /// Reads the number.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Position, D::Error> {
        u64::deserialize(d).map(Position)
    }
}

/// Writes a time that may be missing as its microseconds since the Unix epoch.
pub fn optional_time<S: serde::Serializer>(
    at: &Option<eventlog::RecordedAt>,
    s: S,
) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&at.map(|at| at.0), s)
}

/// A position that may be missing.
pub mod optional_position {
    use eventlog::Position;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the number, if any.
    pub fn serialize<S: Serializer>(at: &Option<Position>, s: S) -> Result<S::Ok, S::Error> {
        at.map(|at| at.0).serialize(s)
    }

    /// Reads the number, if any.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Position>, D::Error> {
        Ok(Option::<u64>::deserialize(d)?.map(Position))
    }
}

/// Positions as their numbers.
pub mod positions {
    use eventlog::Position;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the numbers.
    pub fn serialize<S: Serializer>(positions: &[Position], s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(positions.iter().map(|position| position.0))
    }

    /// Reads the numbers.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Position>, D::Error> {
        Ok(Vec::<u64>::deserialize(d)?
            .into_iter()
            .map(Position)
            .collect())
    }
}

/// A week as its year and number.
pub mod week {
    use domain::calendar::Week;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    /// Writes year and number.
    pub fn serialize<S: Serializer>(week: &Week, s: S) -> Result<S::Ok, S::Error> {
        (week.year(), week.number()).serialize(s)
    }

    /// Reads year and number.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Week, D::Error> {
        let (year, number) = Deserialize::deserialize(d)?;
        Week::new(year, number).map_err(de::Error::custom)
    }
}

/// A school year as the year in which it begins.
pub mod school_year {
    use domain::calendar::SchoolYear;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the first year.
    pub fn serialize<S: Serializer>(year: &SchoolYear, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_i16(year.first_year())
    }

    /// Reads the first year.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<SchoolYear, D::Error> {
        i16::deserialize(d).map(SchoolYear::beginning_in)
    }
}

/// A school year that may be missing.
pub mod optional_school_year {
    use domain::calendar::SchoolYear;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes the first year, if any.
    pub fn serialize<S: Serializer>(year: &Option<SchoolYear>, s: S) -> Result<S::Ok, S::Error> {
        year.map(|year| year.first_year()).serialize(s)
    }

    /// Reads the first year, if any.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<SchoolYear>, D::Error> {
        Ok(Option::<i16>::deserialize(d)?.map(SchoolYear::beginning_in))
    }
}
