//! Text that flows over pages: headings, paragraphs, labelled lines, blanks to fill in, boxes to sign
//! in. Distances are points, 1/72 inch, from the upper left corner of a page of A4.
use crate::lines::cut;
use crate::typeface::{Face, Typeface};

pub(crate) const WIDTH: f32 = 595.28;
pub(crate) const HEIGHT: f32 = 841.89;
const MARGIN: f32 = 56.0;
const BOTTOM: f32 = HEIGHT - 74.0;
const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
/// Labels stand in a column of their own.
const LABELS: f32 = 126.0;
const TEXT: f32 = 9.5;
const SMALL: f32 = 8.0;
const FOOTER: f32 = 6.5;
/// From line to line, in parts of the size.
const LEADING: f32 = 1.32;
const GUTTER: f32 = 14.0;
const PADDING: f32 = 7.0;
const BELOW_BOXES: f32 = 8.0;

/// What a piece of the document is, for who has it read out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A heading, 1 for the outermost.
    Heading(u16),
    Paragraph,
}

pub(crate) struct Element {
    pub role: Role,
    pub text: String,
    /// Its first page, from 0, and where it begins there.
    pub page: usize,
    pub top: f32,
}

pub(crate) enum Mark {
    Text {
        x: f32,
        baseline: f32,
        size: f32,
        bold: bool,
        text: String,
        /// Which element it belongs to; none at the foot of a page.
        element: Option<usize>,
    },
    Rule {
        from: (f32, f32),
        to: (f32, f32),
        dotted: bool,
    },
}

/// Pages as they are drawn.
pub(crate) struct Laid {
    pub pages: Vec<Vec<Mark>>,
    pub elements: Vec<Element>,
}

/// A line of a box.
pub(crate) enum BoxLine {
    Text(String),
    /// To be filled in.
    Blank(&'static str),
    /// Empty, so high.
    Room(f32),
}

/// Where somebody signs.
pub(crate) struct SigningBox {
    pub title: String,
    pub lines: Vec<BoxLine>,
}

struct Section {
    first: usize,
    foot: Vec<String>,
}

#[derive(Clone, Copy)]
struct Style {
    bold: bool,
    size: f32,
}

const PLAIN: Style = Style {
    bold: false,
    size: TEXT,
};
const LABEL: Style = Style {
    bold: true,
    size: TEXT,
};

const NOTE: Style = Style {
    bold: false,
    size: SMALL,
};
const HEADING: Style = Style {
    bold: true,
    size: 11.0,
};

pub(crate) struct Flow<'t> {
    typeface: &'t Typeface,
    pages: Vec<Vec<Mark>>,
    elements: Vec<Element>,
    sections: Vec<Section>,
    y: f32,
    unprintable: bool,
}

impl<'t> Flow<'t> {
    pub(crate) fn new(typeface: &'t Typeface) -> Self {
        Self {
            typeface,
            pages: Vec::new(),
            elements: Vec::new(),
            sections: Vec::new(),
            y: MARGIN,
            unprintable: false,
        }
    }

    /// Begins on a page of its own; its pages are counted at their foot, below these lines.
    pub(crate) fn section(&mut self, foot: &[String]) {
        let foot = foot.iter().map(|line| self.printable(line)).collect();
        self.new_page();
        let first = self.pages.len() - 1;
        self.sections.push(Section { first, foot });
    }

    pub(crate) fn title(&mut self, text: &str) {
        self.headed(1, text, 15.0, 0.0);
    }

    pub(crate) fn heading(&mut self, text: &str) {
        self.headed(2, text, HEADING.size, 9.0);
    }

    fn headed(&mut self, level: u16, text: &str, size: f32, above: f32) {
        // Not alone at the foot of a page.
        let style = Style { bold: true, size };
        self.y += above;
        self.room_for(size * LEADING + 2.0 * TEXT * LEADING);
        let element = self.element(Role::Heading(level), text);
        self.block(element, style, MARGIN, COLUMN, text);
        self.y += 3.0;
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.text(text, PLAIN);
    }

    /// What must not be overlooked.
    pub(crate) fn warning(&mut self, text: &str) {
        self.text(text, LABEL);
    }

    pub(crate) fn small(&mut self, text: &str) {
        self.text(text, NOTE);
    }

    fn text(&mut self, text: &str, style: Style) {
        self.room_for(style.size * LEADING);
        let element = self.element(Role::Paragraph, text);
        self.block(element, style, MARGIN, COLUMN, text);
        self.y += 3.0;
    }

    /// `label : value`, the label in a column of its own.
    pub(crate) fn field(&mut self, label: &str, value: &str) {
        self.room_for(TEXT * LEADING);
        let text = format!("{label} : {value}");
        let element = self.element(Role::Paragraph, &text);
        let top = self.y;
        self.mark(element, LABEL, MARGIN, format!("{label} : "));
        self.y = top;
        self.block(element, PLAIN, MARGIN + LABELS, COLUMN - LABELS, value);
        self.y += 2.0;
    }

    /// A label and a line to write on.
    pub(crate) fn blank(&mut self, label: &str) {
        self.room_for(TEXT * LEADING + 5.0);
        self.y += 5.0;
        let element = self.element(Role::Paragraph, label);
        self.mark(element, LABEL, MARGIN, format!("{label} : "));
        self.dots(MARGIN + LABELS, MARGIN + COLUMN);
        self.y += 2.0;
    }

    /// Where people sign, below a heading and a word: two boxes in a row, all on one page where a page
    /// can hold them.
    pub(crate) fn signing(&mut self, heading: &str, word: &str, boxes: &[SigningBox]) {
        let word_lines = self.cut(word, NOTE, COLUMN).len();
        let rows = boxes.chunks(2).map(|row| self.height_of(row) + BELOW_BOXES);
        let whole = HEADING.size * LEADING * 2.0 + lines_high(word_lines, NOTE) + rows.sum::<f32>();
        if whole < BOTTOM - MARGIN {
            self.room_for(whole);
        }
        self.heading(heading);
        self.small(word);
        for row in boxes.chunks(2) {
            let height = self.height_of(row);
            if height > BOTTOM - MARGIN {
                row.iter().for_each(|one| self.spread(one));
                continue;
            }
            self.room_for(height);
            let top = self.y;
            for (one, column) in row.iter().zip([0.0, box_width() + GUTTER]) {
                self.y = top;
                self.draw_box(one, MARGIN + column, height);
            }
            self.y = top + height + BELOW_BOXES;
        }
    }

    fn height_of(&self, row: &[SigningBox]) -> f32 {
        row.iter().map(|one| self.height(one)).fold(0.0, f32::max)
    }

    /// A box that no page can hold: its lines one below the other.
    fn spread(&mut self, one: &SigningBox) {
        self.headed(3, &one.title, TEXT, 4.0);
        for line in &one.lines {
            match line {
                BoxLine::Text(text) => self.paragraph(text),
                BoxLine::Blank(label) => self.blank(label),
                BoxLine::Room(height) => self.y += height,
            }
        }
    }

    fn height(&self, one: &SigningBox) -> f32 {
        let inside = box_width() - 2.0 * PADDING;
        let wrapped =
            |text: &str, style: Style| lines_high(self.cut(text, style, inside).len(), style);
        let lines = one.lines.iter().map(|line| match line {
            BoxLine::Text(text) => wrapped(text, NOTE) + 2.0,
            BoxLine::Blank(_) => SMALL * LEADING + 7.0,
            BoxLine::Room(height) => *height,
        });
        wrapped(&one.title, LABEL) + 2.0 + lines.sum::<f32>() + 2.0 * PADDING
    }

    fn draw_box(&mut self, one: &SigningBox, left: f32, height: f32) {
        let (right, top) = (left + box_width(), self.y);
        let corners = [
            (left, top),
            (right, top),
            (right, top + height),
            (left, top + height),
        ];
        for (at, corner) in corners.into_iter().enumerate() {
            let to = corners[(at + 1) % corners.len()];
            self.rule(corner, to, false);
        }
        let (x, inside) = (left + PADDING, box_width() - 2.0 * PADDING);
        self.y = top + PADDING;
        let element = self.element(Role::Heading(3), &one.title);
        self.block(element, LABEL, x, inside, &one.title);
        self.y += 2.0;
        for line in &one.lines {
            match line {
                BoxLine::Text(text) => {
                    let element = self.element(Role::Paragraph, text);
                    self.block(element, NOTE, x, inside, text);
                    self.y += 2.0;
                }
                BoxLine::Blank(label) => {
                    self.y += 5.0;
                    let label = format!("{label} : ");
                    let element = self.element(Role::Paragraph, &label);
                    let begins = x + self.face(NOTE).width(&label) * NOTE.size;
                    self.mark(element, NOTE, x, label);
                    self.dots(begins, x + inside);
                    self.y += 2.0;
                }
                BoxLine::Room(height) => self.y += height,
            }
        }
    }

    /// Says that some sign was written by its number, if one was.
    pub(crate) fn explain_numbers(&mut self) {
        if self.unprintable {
            self.y += 4.0;
            self.small(
                "Ce document s’imprime en lettres latines. Un signe d’une autre écriture y est \
                 remplacé par son numéro Unicode entre crochets, par exemple ⟨U+674E⟩ ; la \
                 plateforme montre le texte tel qu’il a été écrit.",
            );
        }
    }

    /// The pages, counted.
    pub(crate) fn laid(mut self) -> Laid {
        let sections = std::mem::take(&mut self.sections);
        let ends = sections.iter().skip(1).map(|next| next.first);
        let ends: Vec<usize> = ends.chain([self.pages.len()]).collect();
        for (section, end) in sections.iter().zip(ends) {
            let of = end - section.first;
            let pages = self.pages.iter_mut().take(end).skip(section.first);
            for (number, page) in pages.enumerate() {
                foot(self.typeface, page, section, number + 1, of);
            }
        }
        Laid {
            pages: self.pages,
            elements: self.elements,
        }
    }

    fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }

    fn room_for(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > MARGIN {
            self.new_page();
        }
    }

    fn printable(&mut self, text: &str) -> String {
        self.unprintable |= !self.typeface.has_all(text);
        self.typeface.printable(text)
    }

    fn element(&mut self, role: Role, text: &str) -> usize {
        let text = self.printable(text);
        self.elements.push(Element {
            role,
            text: text.replace('\n', " "),
            page: self.pages.len().saturating_sub(1),
            top: self.y,
        });
        self.elements.len() - 1
    }

    fn face(&self, style: Style) -> &'t Face {
        match style.bold {
            true => &self.typeface.bold,
            false => &self.typeface.regular,
        }
    }

    fn cut(&self, text: &str, style: Style, width: f32) -> Vec<String> {
        let text = self.typeface.printable(text);
        cut(self.face(style), &text, width / style.size)
    }

    /// A text in a column, over as many pages as it takes.
    fn block(&mut self, element: usize, style: Style, x: f32, width: f32, text: &str) {
        for line in self.cut(text, style, width) {
            self.room_for(style.size * LEADING);
            self.mark(element, style, x, line);
        }
    }

    /// One line, and on to the next.
    fn mark(&mut self, element: usize, style: Style, x: f32, text: String) {
        let baseline = self.y + style.size;
        self.y += style.size * LEADING;
        if !text.trim().is_empty() {
            self.draw(Mark::Text {
                x,
                baseline,
                size: style.size,
                bold: style.bold,
                text,
                element: Some(element),
            });
        }
    }

    /// Below the line that was just written.
    fn dots(&mut self, from: f32, to: f32) {
        let y = self.y - 2.0;
        self.rule((from, y), (to, y), true);
    }

    fn rule(&mut self, from: (f32, f32), to: (f32, f32), dotted: bool) {
        self.draw(Mark::Rule { from, to, dotted });
    }

    fn draw(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }
}

fn lines_high(lines: usize, style: Style) -> f32 {
    f32::from(u16::try_from(lines).unwrap_or(u16::MAX)) * style.size * LEADING
}

fn box_width() -> f32 {
    (COLUMN - GUTTER) / 2.0
}

fn foot(typeface: &Typeface, page: &mut Vec<Mark>, section: &Section, number: usize, of: usize) {
    let y = HEIGHT - 52.0;
    page.push(Mark::Rule {
        from: (MARGIN, y),
        to: (MARGIN + COLUMN, y),
        dotted: false,
    });
    let width = COLUMN / FOOTER;
    let lines = section.foot.iter();
    let lines = lines.flat_map(|line| cut(&typeface.regular, line, width));
    let counted = lines.chain([format!("page {number} sur {of}")]);
    let mut baseline = y + FOOTER + 3.0;
    for text in counted {
        page.push(Mark::Text {
            x: MARGIN,
            baseline,
            size: FOOTER,
            bold: false,
            text,
            element: None,
        });
        baseline += FOOTER * LEADING;
    }
}
