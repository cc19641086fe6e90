//! From the finished pages' frames to the runs and paths that an OFD holds.

use typst::layout::FrameItem;
use typst_layout::{Page, PagedDocument};

use crate::ofd::error::{OfdError, Unsupported};
use crate::ofd::face::Faces;
use crate::ofd::run::{Run, Runs};
use crate::ofd::shape::{Path, path};
use crate::pages::walk::{Place, Walker};
use crate::pages::{PageLines, Role};

/// All pages, with the faces that they share.
pub(crate) struct Content {
    pub(crate) pages: Vec<PageContent>,
    pub(crate) faces: Faces,
}

/// What one page shows, in the order in which it is read.
pub(crate) struct PageContent {
    /// Width and height of the paper in points.
    pub(crate) size: (f64, f64),
    pub(crate) objects: Vec<Object>,
}

/// A thing on a page.
#[derive(Debug, Clone)]
pub(crate) enum Object {
    Text(Run),
    Path(Path),
}

/// Reads the pages; `lines` are the same pages as they were audited.
pub(crate) fn read(paged: &PagedDocument, lines: &[PageLines]) -> Result<Content, OfdError> {
    let mut walker = Walker::default();
    let mut faces = Faces::default();
    let mut pages = Vec::new();
    for (index, page) in paged.pages().iter().enumerate() {
        let objects = objects(page, &mut walker, &mut faces).map_err(|error| error.on_page(index + 1))?;
        let size = page.frame.size();
        let mut content = PageContent { size: (size.x.to_pt(), size.y.to_pt()), objects };
        number_last(&mut content.objects, &lines[index]);
        pages.push(content);
    }
    Ok(Content { pages, faces })
}

/// Reads what one page shows.
pub(crate) fn objects(page: &Page, walker: &mut Walker, faces: &mut Faces) -> Result<Vec<Object>, OfdError> {
    if page.fill_or_transparent().is_some() {
        return Err(OfdError::unsupported(Unsupported::PageFill, ""));
    }
    let mut reader = Reader { runs: Runs::new(faces), lines: PageLines::default(), objects: Vec::new() };
    let mut refused = Ok(());
    walker.page(page, &mut |item, place| {
        // What is refused first is told; elements go on opening and closing.
        if refused.is_ok() {
            refused = reader.add(item, &place);
        }
    });
    refused?;
    reader.take_runs();
    Ok(reader.objects)
}

/// Gathers the objects of a page.
struct Reader<'a> {
    runs: Runs<'a>,
    /// The lines as the audit sees them: what belongs to one is decided there alone.
    lines: PageLines,
    objects: Vec<Object>,
}

impl Reader<'_> {
    fn add(&mut self, item: &FrameItem, place: &Place) -> Result<(), OfdError> {
        let refuse = |what: Unsupported| Err(OfdError::unsupported(what, ""));
        match item {
            FrameItem::Text(text) => {
                self.lines.add_text(text, place);
                self.runs.add(text, place, self.lines.lines.len() - 1)
            }
            FrameItem::Shape(shape, _) => {
                if let Some(path) = path(shape, place.transform)? {
                    self.take_runs();
                    self.objects.push(Object::Path(path));
                }
                Ok(())
            }
            FrameItem::Group(group) if group.clip.is_some() => refuse(Unsupported::Clip),
            FrameItem::Image(..) => refuse(Unsupported::Image),
            FrameItem::Link(..) => refuse(Unsupported::Link),
            // What a group holds comes by itself, and tags show nothing.
            FrameItem::Group(_) | FrameItem::Tag(_) => Ok(()),
        }
    }

    fn take_runs(&mut self) {
        self.objects.extend(self.runs.take().into_iter().map(Object::Text));
    }
}

/// Gives the page number its role and puts it behind all else, where a reader expects it.
fn number_last(objects: &mut [Object], lines: &PageLines) {
    for object in objects.iter_mut() {
        if let Object::Text(run) = object
            && lines.lines.get(run.line).is_some_and(|line| line.role == Role::PageNumber)
        {
            run.role = Role::PageNumber;
        }
    }
    objects.sort_by_key(|object| matches!(object, Object::Text(run) if run.role == Role::PageNumber));
}
