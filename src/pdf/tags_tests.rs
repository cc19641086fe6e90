//! How pages are tagged: what a reader's voice takes for one paragraph, list or table.

use std::fmt::{self, Display, Formatter};

use hayro_syntax::Pdf as File;
use hayro_syntax::object::{Array, Dict, Name, Object};

use crate::document::{Block, Colophon, Document, Form, Format, Letterhead, Roll, Seal, Signature, Table};
use crate::pages::tests::{document, make, own, table, texts, words};
use crate::pages::{Line, Role};
use crate::pdf::Pdf;

/// An element of the structure tree.
struct Element {
    /// Its type, such as `P`.
    kind: String,
    /// The elements in it.
    children: Vec<Element>,
}

impl Element {
    /// Reads an element and all in it.
    fn read(dict: &Dict<'_>) -> Element {
        let kind = dict.get::<Name<'_>>("S").expect("an element has a type");
        let children = if let Some(kids) = dict.get::<Array<'_>>("K") {
            kids.iter::<Object<'_>>().filter_map(|kid| Element::of(&kid)).collect()
        } else {
            dict.get::<Object<'_>>("K").and_then(|kid| Element::of(&kid)).into_iter().collect()
        };
        Element { kind: kind.as_str().to_string(), children }
    }

    /// Reads a child, unless it is content on a page.
    fn of(kid: &Object<'_>) -> Option<Element> {
        match kid {
            Object::Dict(dict) if dict.contains_key("S") => Some(Element::read(dict)),
            _ => None,
        }
    }

    /// Returns all elements of a type in it.
    fn all<'a>(&'a self, kind: &str) -> Vec<&'a Element> {
        let mut found: Vec<&Element> = self.children.iter().flat_map(|child| child.all(kind)).collect();
        if self.kind == kind {
            found.push(self);
        }
        found
    }
}

/// Writes type and children, but neither the rows of a table nor what is within a line.
impl Display for Element {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        let hidden: &[&str] = match self.kind.as_str() {
            "Table" => &["THead", "TBody", "TFoot", "TR"],
            "Caption" | "Lbl" => &["Span", "Strong"],
            _ => &[],
        };
        let shown = self.children.iter().filter(|child| !hidden.contains(&child.kind.as_str()));
        let shown: Vec<String> = shown.map(Element::to_string).collect();
        if shown.is_empty() { Ok(()) } else { write!(f, "({})", shown.join(" ")) }
    }
}

/// Returns the root of a file's structure tree.
fn tree(pdf: &Pdf) -> Element {
    let file = File::new(pdf.bytes.clone()).expect("a PDF of ours");
    let is_root =
        |dict: &Dict<'_>| dict.get::<Name<'_>>("Type").is_some_and(|name| name.as_str() == "StructTreeRoot");
    let root = file.objects().into_iter().find_map(|object| match object {
        Object::Dict(dict) if is_root(&dict) => Some(Element::root(&dict)),
        _ => None,
    });
    root.expect("the file is tagged")
}

impl Element {
    /// Reads the one element below the tree's root.
    fn root(dict: &Dict<'_>) -> Element {
        match dict.get::<Array<'_>>("K").and_then(|kids| kids.iter::<Dict<'_>>().next()) {
            Some(first) => Element::read(&first),
            None => Element::read(&dict.get::<Dict<'_>>("K").expect("the tree is not empty")),
        }
    }
}

/// Renders under the strictest standards and returns the elements.
#[track_caller]
fn tagged(document: &Document) -> Element {
    tree(&make(document, &["a-2a", "ua-1"]))
}

/// Creates a form with a letterhead, a seal and a colophon.
fn form(format: Format) -> Form {
    let date = document().date;
    let is_minutes = format == Format::Minutes;
    Form {
        format,
        letterhead: Some(Letterhead {
            names: words(if format == Format::Letter {
                "中共清溪镇委员会"
            } else {
                "中共清溪镇委员会文件"
            }),
            number: Some("清委〔2020〕12号".into()),
            signers: if format == Format::Report { words("王明|李四") } else { Vec::new() },
            issued: is_minutes.then(|| ("中共清溪镇委员会".to_string(), date)),
            ..Letterhead::default()
        }),
        signature: (!is_minutes).then(|| Signature {
            organs: words("中共清溪镇委员会"),
            seal: Seal::Seal,
            posts: Vec::new(),
            note: Some("（此件公开发布）".into()),
        }),
        rolls: if is_minutes {
            vec![
                Roll { label: "出席", names: texts("王明|李四") },
                Roll { label: "请假", names: texts("张三") },
            ]
        } else {
            Vec::new()
        },
        colophon: Some(Colophon {
            to: Vec::new(),
            cc: words("县委办公室"),
            printed: (format != Format::Letter).then(|| ("清溪镇党政办公室".to_string(), date)),
        }),
        ..Form::default()
    }
}

/// Each part is an element of its own: a letterhead's lines, items, a table with its caption
/// and then its note, the list of attachments, organ, date and note, the colophon's entries.
#[test]
fn a_notice_is_tagged_part_by_part() {
    let mut document = Document { form: form(Format::Notice), ..document() };
    document.attachments = vec![document.attachments[0].clone(); 2];
    assert_eq!(
        tagged(&document).to_string(),
        "Document(P P Title P P H1 H2 P L(LI(Lbl LBody(P))) Div(Caption Figure) Table(Caption) P H1 P \
         L(LI(Lbl LBody) LI(Lbl LBody)) P P P H1 Table(Caption) P H1 Table(Caption) P P P)"
    );
}

#[test]
fn minutes_end_with_a_paragraph_for_each_roll() {
    let blocks = vec![Block::paragraph("会议学习了有关文件。")];
    let form = form(Format::Minutes);
    let document = Document { form, blocks, addressee: None, attachments: vec![], ..document() };
    // Mark, number, organ and date; title and text; two rolls; the colophon.
    assert_eq!(tagged(&document).to_string(), "Document(P P P P Title P P P P P)");
}

/// A signature stays with the last item, and is not read out as a piece of it.
#[test]
fn items_at_the_end_are_a_list_without_the_signature() {
    let item = |text: &str| Block::Item(own(text));
    let text = Block::paragraph("会议强调。");
    let blocks =
        vec![text.clone(), item("1.人人发言。"), item("2.人人动笔。"), text.clone(), item("1.人人到会。")];
    let document = Document { blocks, addressee: None, attachments: vec![], ..document() };
    let (one, two) = ("L(LI(Lbl LBody(P)))", "L(LI(Lbl LBody(P)) LI(Lbl LBody(P)))");
    assert_eq!(tagged(&document).to_string(), format!("Document(Title P {two} P {one} P P)"));
    // An item without a number is a paragraph.
    let document = Document { blocks: vec![item("人人发言。"), text], ..document };
    assert_eq!(tagged(&document).to_string(), "Document(Title P P P P)");
}

/// Nothing is text without an element of its own, in no format.
#[test]
fn nothing_stands_outside_a_paragraph() {
    for format in [Format::Plain, Format::Report, Format::Notice, Format::Letter, Format::Minutes] {
        let form = if format == Format::Plain { Form::default() } else { form(format) };
        let tree = tagged(&Document { form, ..document() });
        assert!(tree.children.iter().all(|child| child.kind != "Span"), "{format:?}: {tree}");
        assert!(tree.all("P").iter().all(|paragraph| paragraph.children.is_empty()), "{format:?}: {tree}");
    }
}

/// A page's end before, in or right after a table parts it neither from its caption nor in two.
#[test]
fn a_table_has_its_caption_wherever_the_page_ends() {
    let labels: Vec<String> = (1..10).map(|row| format!("第{row}行")).collect();
    let rows: Vec<[&str; 2]> = labels.iter().map(|row| [row.as_str(), "1"]).collect();
    let Block::Table(table) = table(&rows) else { panic!("`table` makes a table") };
    let table = Block::Table(Table { note: None, ..table });
    let mut n_ended = 0;
    for n in 4..20 {
        let before = (0..n).map(|n| Block::Paragraph(own(format!("第{n}段只有一行。"))));
        let after = [table.clone(), Block::Paragraph(own("其后的一段。".repeat(20)))];
        let blocks = before.chain(after).collect();
        let pdf = make(&Document { blocks, attachments: vec![], ..document() }, &["a-2a", "ua-1"]);
        let tree = tree(&pdf);
        let tables: Vec<String> = tree.all("Table").iter().map(ToString::to_string).collect();
        assert_eq!(tables, ["Table(Caption)"], "{n} lines before: {tree}");
        let is_text = |line: &&Line| line.role != Role::PageNumber;
        let last = pdf.pages[0].lines.iter().rfind(is_text).expect("a line");
        n_ended += usize::from(last.role == Role::Table && pdf.pages[1].lines[0].role == Role::Paragraph);
    }
    assert!(n_ended > 0, "no page ended with the table");
}
