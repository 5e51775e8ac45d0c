//! A pupil goes to another class or college, and where they count then (EST-13, STU-17).
use domain::calendar::SchoolYear;
use domain::establishment::Level;
use domain::ids::{StudentId, Uai};
use domain::student::{Access, Destination, Standing};

use super::rows::{StudentNo, YearsAtCollege};
use super::{ClassNo, EntityIndex};
use crate::fold::FoldError;
use crate::table::Number;

impl EntityIndex {
    /// They count in no school year of the college, and never act.
    pub(super) fn enrolled_by_mistake(&mut self, student: StudentId) -> Result<(), FoldError> {
        let row = self.known_student_mut(student)?;
        row.standing = Standing::EnrolledByMistake;
        row.access = Access::Closed;
        let (college, years) = (row.establishment, row.years);
        let roll = &mut self.college_mut(college)?.roll;
        roll.all = roll.all.saturating_sub(1);
        years.each().for_each(|year| roll.went_out(year));
        Ok(())
    }

    /// The college that is named may take them in; one that was named before may not any more.
    pub(super) fn left(
        &mut self,
        student: StudentId,
        destination: Option<Destination>,
    ) -> Result<(), FoldError> {
        let number = self.known_student(student)?.0;
        let row = self.known_student_mut(student)?;
        row.access = Access::Closed;
        let before = std::mem::replace(&mut row.standing, Standing::Left { destination });
        self.arrives_no_more(number, before);
        let to = destination.and_then(|to| self.establishments.number(to.establishment));
        if let Some(to) = to {
            self.college_mut(to)?.roll.arrivals.push(number);
        }
        Ok(())
    }

    fn arrives_no_more(&mut self, number: StudentNo, before: Standing) {
        let Standing::Left {
            destination: Some(to),
        } = before
        else {
            return;
        };
        let named = self.establishments.number(to.establishment);
        if let Some(named) = named.and_then(|named| self.establishments.row_mut(named)) {
            named.roll.arrivals.retain(|other| *other != number);
        }
    }

    /// In another class of the college, of the same school year or another one.
    pub(super) fn moved(
        &mut self,
        student: StudentId,
        class: ClassNo,
        level: Level,
        school_year: SchoolYear,
    ) -> Result<(), FoldError> {
        let number = self.known_student(student)?.0;
        let row = self.known_student_mut(student)?;
        row.school_year = school_year;
        row.class = class;
        row.level = level;
        let (further, gone) = row.years.go_on_in(school_year);
        let college = row.establishment;
        let roll = &mut self.college_mut(college)?.roll;
        gone.into_iter().for_each(|year| roll.went_out(year));
        if further {
            roll.came_in(school_year);
        }
        self.count_elsewhere_before(number, school_year)
    }

    /// A pupil counts in one college a school year: of those that they left none counts them from this
    /// one on.
    fn count_elsewhere_before(
        &mut self,
        number: StudentNo,
        school_year: SchoolYear,
    ) -> Result<(), FoldError> {
        let Some(left) = self.years_elsewhere.remove(&number.place()) else {
            return Ok(());
        };
        let mut still = vec![];
        for (college, years) in left {
            let roll = &mut self.college_mut(college)?.roll;
            let from = |year: &i16| *year >= school_year.first_year();
            years
                .each()
                .filter(from)
                .for_each(|year| roll.went_out(year));
            match years.before(school_year) {
                Some(years) => still.push((college, years)),
                None => roll.all = roll.all.saturating_sub(1),
            }
        }
        if !still.is_empty() {
            self.years_elsewhere.insert(number.place(), still);
        }
        Ok(())
    }

    /// Of the school year in which a pupil changes college they count in the new one alone, and so in
    /// the one to which they come back.
    pub(super) fn taken_in(
        &mut self,
        student: StudentId,
        establishment: Uai,
        class: ClassNo,
        level: Level,
        school_year: SchoolYear,
    ) -> Result<(), FoldError> {
        let number = self.known_student(student)?.0;
        let to = self.establishments.number(establishment);
        let to = to.ok_or(FoldError::UnknownEstablishment(establishment))?;
        let row = self.known_student_mut(student)?;
        let before = std::mem::replace(&mut row.standing, Standing::Present);
        let from = row.establishment;
        if from == to {
            self.arrives_no_more(number, before);
            return self.moved(student, class, level, school_year);
        }
        row.class = class;
        row.level = level;
        row.school_year = school_year;
        row.establishment = to;
        let years = row.years;
        self.arrives_no_more(number, before);
        let elsewhere = self.years_elsewhere.entry(number.place()).or_default();
        elsewhere.push((from, years));
        self.count_elsewhere_before(number, school_year)?;
        let elsewhere = self.years_elsewhere.get_mut(&number.place());
        let known = elsewhere.and_then(|left| {
            let place = left.iter().position(|(college, _)| *college == to)?;
            Some(left.swap_remove(place).1)
        });
        let mut years = known.unwrap_or(YearsAtCollege::one(school_year));
        years.add(school_year);
        self.known_student_mut(student)?.years = years;
        let college = self.college_mut(to)?;
        if !college.students.contains(&number) {
            college.students.push(number);
        }
        if known.is_none() {
            college.roll.all += 1;
        }
        college.roll.came_in(school_year);
        let changes = self.changes_of_college.entry(number.place());
        changes
            .or_insert_with(|| vec![(i16::MIN, from)])
            .push((school_year.first_year(), to));
        Ok(())
    }
}
