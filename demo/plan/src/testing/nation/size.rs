//! How large a country is.

/// How many of each there are, and how much they write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Colleges, three classes each; at least one.
    pub colleges: u64,
    /// Pupils, spread evenly over the colleges.
    pub pupils: u64,
    /// Hosts, spread evenly over the departments of the colleges.
    pub hosts: u64,
    /// Offers, likewise, each of a host of its department.
    pub offers: u64,
    /// Applications, about as many of each pupil.
    pub applications: u64,
    /// Bytes of a letter before it is sealed. A CV is half as long again.
    pub letter: usize,
    /// Whether ids are in the order in which they are made, as those that begin with the time; else
    /// they are spread, as those that the platform derives. A log with spread ids is written more
    /// slowly, for each event touches two pages of indexes that nothing else touched.
    pub ordered_ids: bool,
}

impl Size {
    /// The whole country: 25 million events, with letters of 600 bytes.
    #[must_use]
    pub fn whole() -> Self {
        Self {
            colleges: 10_000,
            pupils: 850_000,
            hosts: 150_000,
            offers: 300_000,
            applications: 8_000_000,
            letter: 600,
            ordered_ids: true,
        }
    }

    /// One part of so many.
    #[must_use]
    pub fn part(self, of: u64) -> Self {
        let part = |whole: u64| (whole / of.max(1)).max(1);
        Self {
            colleges: part(self.colleges),
            pupils: part(self.pupils),
            hosts: part(self.hosts),
            offers: part(self.offers),
            applications: part(self.applications),
            ..self
        }
    }

    /// About how many events its year has.
    #[must_use]
    pub fn events(self) -> u64 {
        // A pupil without what comes of applications, an application, an offer, a college.
        self.pupils * 25 / 2 + self.applications * 7 / 4 + self.offers * 3 / 2 + self.colleges * 12
    }
}
