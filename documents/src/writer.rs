//! Laid out pages, written as PDF/A-3a and PDF/UA-1.
use std::num::NonZeroU16;

use krilla::color::luma;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, Tag, TagGroup, TagKind, TagTree,
};
use krilla::{Document, SerializeSettings};

use crate::flow::{Element, HEIGHT, Laid, Mark, Role, WIDTH};
use crate::typeface::Typeface;
use crate::{Instant, Unwritable};

const LANGUAGE: &str = "fr-FR";
const PRODUCER: &str = "Placement";

/// What a document says of itself.
pub(crate) struct About {
    pub title: String,
    /// Tells it from every other document.
    pub id: String,
    pub made: Instant,
}

/// A file that goes with a document.
pub(crate) struct Attachment<'a> {
    pub name: &'static str,
    pub media_type: &'static str,
    pub description: &'static str,
    pub bytes: &'a [u8],
}

pub(crate) fn write(
    typeface: &Typeface,
    laid: &Laid,
    about: &About,
    attachment: Option<&Attachment<'_>>,
) -> Result<Vec<u8>, Unwritable> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| Unwritable::NotConforming("the standards do not go together"))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut tagged: Vec<Vec<Identifier>> = laid.elements.iter().map(|_| Vec::new()).collect();
    for marks in &laid.pages {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT);
        let settings = settings.ok_or(Unwritable::NotConforming("the size of a page"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            draw(typeface, &mut surface, mark, &mut tagged);
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tags(&laid.elements, tagged));
    document.set_outline(outline(&laid.elements));
    document.set_metadata(
        Metadata::new()
            .title(typeface.printable(&about.title))
            .language(LANGUAGE.to_owned())
            .creator(PRODUCER.to_owned())
            .producer(PRODUCER.to_owned())
            .document_id(about.id.clone())
            .creation_date(instant(about.made)),
    );
    if let Some(attached) = attachment {
        let file = EmbeddedFile {
            path: attached.name.to_owned(),
            mime_type: MimeType::new(attached.media_type),
            description: Some(attached.description.to_owned()),
            association_kind: AssociationKind::Data,
            data: attached.bytes.to_vec().into(),
            modification_date: Some(instant(about.made)),
            compress: Some(true),
            location: None,
        };
        let embedded = document.embed_file(file);
        embedded.ok_or(Unwritable::NotConforming("two files of one name"))?;
    }
    // Its error may repeat the content.
    document
        .finish()
        .map_err(|_| Unwritable::NotConforming("what was laid out"))
}

fn draw(
    typeface: &Typeface,
    surface: &mut Surface<'_>,
    mark: &Mark,
    tagged: &mut [Vec<Identifier>],
) {
    match mark {
        Mark::Text {
            x,
            baseline,
            size,
            bold,
            text,
            element,
        } => {
            let face = match bold {
                true => &typeface.bold,
                false => &typeface.regular,
            };
            let run = face.run(text.clone());
            let tag = match element {
                Some(_) => ContentTag::Span(SpanTag::empty()),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
            };
            let identifier = surface.start_tagged(tag);
            surface.set_stroke(None);
            surface.set_fill(Some(Fill::default()));
            let (start, font) = (Point::from_xy(*x, *baseline), face.font.clone());
            surface.draw_glyphs(start, &run.glyphs, font, &run.text, *size, false);
            surface.end_tagged();
            if let Some(of) = element.and_then(|of| tagged.get_mut(of)) {
                of.push(identifier);
            }
        }
        Mark::Rule { from, to, dotted } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            let Some(path) = path.finish() else {
                return;
            };
            let dash = dotted.then(|| StrokeDash {
                array: vec![1.0, 2.5],
                offset: 0.0,
            });
            let layout = Artifact::with_kind(ArtifactType::Layout);
            surface.start_tagged(ContentTag::Artifact(layout));
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: luma::Color::new(90).into(),
                width: 0.6,
                dash,
                ..Stroke::default()
            }));
            surface.draw_path(&path);
            surface.end_tagged();
        }
    }
}

fn tags(elements: &[Element], tagged: Vec<Vec<Identifier>>) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
    for (element, identifiers) in elements.iter().zip(tagged) {
        let kind: TagKind = match element.role {
            Role::Heading(level) => {
                let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
                Tag::Hn(level, Some(element.text.clone())).into()
            }
            Role::Paragraph => Tag::P.into(),
        };
        let mut group = TagGroup::new(kind);
        for identifier in identifiers {
            group.push(identifier);
        }
        tree.push(group);
    }
    tree
}

/// Titles, with the headings below each.
fn outline(elements: &[Element]) -> Outline {
    let mut outline = Outline::new();
    let mut title: Option<OutlineNode> = None;
    for element in elements {
        let node = || {
            let place = XyzDestination::new(element.page, Point::from_xy(0.0, element.top));
            OutlineNode::new(element.text.clone(), place)
        };
        match (element.role, title.as_mut()) {
            (Role::Heading(1), _) => {
                if let Some(whole) = title.replace(node()) {
                    outline.push_child(whole);
                }
            }
            (Role::Heading(2), Some(title)) => title.push_child(node()),
            (Role::Heading(_) | Role::Paragraph, _) => {}
        }
    }
    if let Some(whole) = title {
        outline.push_child(whole);
    }
    outline
}

fn instant(at: Instant) -> DateTime {
    DateTime::new(at.year)
        .month(at.month)
        .day(at.day)
        .hour(at.hour)
        .minute(at.minute)
        .second(at.second)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
