//! Which column of a list holds what.
use std::collections::BTreeSet;

use commands::Failure;

use super::cells::{day, plain};
use super::refused;

/// What a column may hold that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Family name.
    Family,
    /// Given name.
    Given,
    /// Both, the family name in capital letters.
    Whole,
    /// Date of birth.
    Born,
    /// Gender.
    Gender,
    /// What the class is called.
    Class,
}

/// The names under which the programs of schools export a field, without accents, blanks and case.
const CALLED: [(Field, &[&str]); 6] = [
    (
        Field::Family,
        &[
            "nom",
            "nomdefamille",
            "nomeleve",
            "nomdeleleve",
            "nomdenaissance",
        ],
    ),
    (
        Field::Given,
        &[
            "prenom",
            "prenoms",
            "prenomeleve",
            "prenomdeleleve",
            "prenom1",
        ],
    ),
    (
        Field::Whole,
        &[
            "eleve",
            "nometprenom",
            "nomprenom",
            "nometprenoms",
            "nomprenoms",
        ],
    ),
    (
        Field::Born,
        &[
            "datedenaissance",
            "datenaissance",
            "datenaiss",
            "neele",
            "nele",
            "naissance",
        ],
    ),
    (Field::Gender, &["sexe", "genre"]),
    (
        Field::Class,
        &["classe", "division", "codedivision", "libelleclasse"],
    ),
];

/// The columns of a list, in order; `None` for one that is not taken.
pub struct Columns {
    fields: Vec<Option<Field>>,
    assumed: bool,
}

impl Columns {
    /// As the first row names them; `None` where it names no pupil.
    pub fn named(names: &[String]) -> Option<Self> {
        let field = |name: &String| {
            let name = plain(name);
            let called = CALLED
                .iter()
                .find(|(_, names)| names.contains(&name.as_str()));
            called.map(|(field, _)| *field)
        };
        let fields: Vec<Option<Field>> = names.iter().map(field).collect();
        let has = |field| fields.contains(&Some(field));
        let names_pupils = has(Field::Whole) || (has(Field::Family) && has(Field::Given));
        names_pupils.then_some(Self {
            fields,
            assumed: false,
        })
    }

    /// Of a list without names of columns: two to four of them, where the first row is a pupil with
    /// a date of birth.
    ///
    /// # Errors
    /// The first row is neither.
    pub fn assumed(first: &[String]) -> Result<Self, Failure> {
        let order = [Field::Family, Field::Given, Field::Born, Field::Gender];
        let is_pupil = first.len() <= order.len() && first.get(2).is_some_and(|at| day(at).is_ok());
        if !is_pupil {
            return Err(refused(
                "HEADER_UNKNOWN",
                "La première ligne doit nommer les colonnes, dont « Nom » et « Prénom ».",
                "The first row must name the columns, \"Nom\" and \"Prénom\" among them.",
            ));
        }
        let fields = order.iter().take(first.len()).copied().map(Some);
        Ok(Self {
            fields: fields.collect(),
            assumed: true,
        })
    }

    /// Whether no row names them.
    pub fn are_assumed(&self) -> bool {
        self.assumed
    }

    /// The names of those that are not taken; one without a name as its number.
    pub fn ignored(&self, names: &[String]) -> Vec<String> {
        let named = (1..).zip(names).zip(&self.fields);
        let ignored = named.filter(|(_, field)| field.is_none());
        ignored
            .map(|((number, name), _)| match name.as_str() {
                "" => format!("{number}"),
                name => name.chars().take(100).collect(),
            })
            .collect()
    }

    /// A row has as many cells as the list has columns, but for empty ones at its end.
    ///
    /// # Errors
    /// It has more, or fewer.
    pub fn fit(&self, cells: &[String]) -> Result<(), Failure> {
        let columns = self.fields.len();
        let surplus = cells.iter().skip(columns).any(|cell| !cell.is_empty());
        if surplus {
            return Err(refused(
                "CELLS_TOO_MANY",
                "Cette ligne a plus de cases que le tableau n'a de colonnes.",
                "This row has more cells than the list has columns.",
            ));
        }
        if cells.len() < columns {
            return Err(refused(
                "CELLS_MISSING",
                "Il manque des cases à cette ligne.",
                "Cells are missing in this row.",
            ));
        }
        Ok(())
    }

    /// What a row says of a field; `None` where it says nothing. Of two columns of the same name
    /// one may be empty.
    ///
    /// # Errors
    /// Two columns of the same name say different things.
    pub fn cell<'a>(&self, field: Field, cells: &'a [String]) -> Result<Option<&'a str>, Failure> {
        let of_field = self.fields.iter().zip(cells);
        let said: BTreeSet<&str> = of_field
            .filter(|(column, cell)| **column == Some(field) && !cell.is_empty())
            .map(|(_, cell)| cell.as_str())
            .collect();
        if said.len() > 1 {
            return Err(refused(
                "COLUMN_TWICE",
                "Deux colonnes de même nom disent des choses différentes.",
                "Two columns of the same name say different things.",
            ));
        }
        Ok(said.into_iter().next())
    }

    /// Whether the rows name more than one class.
    pub fn name_several_classes(&self, rows: &[(u32, Result<Vec<String>, Failure>)]) -> bool {
        let cells = rows.iter().filter_map(|(_, cells)| cells.as_ref().ok());
        let classes: BTreeSet<String> = cells
            .filter_map(|cells| self.cell(Field::Class, cells).ok().flatten())
            .map(plain)
            .collect();
        // The row that names the columns again names no class.
        let named = classes.iter().filter(|class| {
            !CALLED
                .iter()
                .any(|(field, names)| *field == Field::Class && names.contains(&class.as_str()))
        });
        named.count() > 1
    }
}
