//! A web page as lines of text and tables, in their order.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::workbook::cells::Value;
use crate::workbook::html::content::{Behind, Flow};
use crate::workbook::html::grid::{Cell, Row, Table};

/// A part of a page.
#[derive(Debug)]
pub(super) enum Block {
    /// A line outside of tables.
    Line(String),
    /// A table.
    Table(Table),
}

/// The most columns and rows that a cell may reach over, as in browsers.
const MAX_COLSPAN: u32 = 1000;
const MAX_ROWSPAN: u32 = 65_534;
/// The most tables within tables; pages of a hundred were made to keep readers busy.
const MAX_DEPTH: usize = 64;

/// Elements whose content nobody sees.
const UNSEEN: [&str; 7] = ["script", "style", "title", "xml", "noscript", "template", "object"];
/// Elements that begin and end a line.
const LINES: [&str; 24] = [
    "address",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "ul",
    "legend",
];
/// Elements within a line that may be hidden.
const INLINE: [&str; 8] = ["a", "b", "font", "i", "label", "p", "span", "strong"];

/// Splits a page into blocks.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(piece) => reader.text(&String::from_utf8_lossy(&piece)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.finish()
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The tables that are open, outermost first.
    tables: Vec<Open>,
    /// Tables that lie too deep to be told apart.
    n_too_deep: usize,
    /// Text outside of cells.
    line: Flow,
    /// The element that is passed over, and how deep in elements of its name the reader is.
    unseen: Option<(String, usize)>,
    /// The choices of a list, of which one shows.
    choice: Option<Choice>,
}

/// A table that is open.
#[derive(Default)]
struct Open {
    table: Table,
    /// The cell that is open.
    cell: Option<OpenCell>,
    /// The caption that is open.
    caption: Option<Flow>,
    /// How many cells of the last row hold something.
    n_filled: usize,
    /// Whether some row has two cells that do, so that it is no mere layout.
    is_data: bool,
    /// Whether it stands in a cell of a table of data, and is text there.
    is_text: bool,
}

/// A cell that is open.
struct OpenCell {
    content: Flow,
    behind: Behind,
    n_cols: u32,
    n_rows: u32,
}

/// A list to choose from.
#[derive(Default)]
struct Choice {
    shown: Option<String>,
    option: Flow,
    is_selected: bool,
}

impl Choice {
    /// Ends an option: the one that is selected shows, else the first.
    fn end_option(&mut self) {
        let option = self.option.take();
        if self.is_selected || self.shown.is_none() && !option.is_empty() {
            self.shown = Some(option);
        }
        self.is_selected = false;
    }
}

impl Reader {
    /// Returns where text goes now.
    fn flow(&mut self) -> &mut Flow {
        let last = self.tables.iter_mut().rev().find(|open| !open.is_text);
        match last {
            Some(Open { caption: Some(caption), .. }) => caption,
            Some(Open { cell: Some(cell), .. }) => &mut cell.content,
            // Between cells, browsers put text before the table.
            _ => &mut self.line,
        }
    }

    fn text(&mut self, piece: &str) {
        if self.unseen.is_some() {
            return;
        }
        match &mut self.choice {
            Some(choice) => choice.option.add(piece),
            None => self.flow().add(piece),
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let is_of_table = matches!(name.as_str(), "table" | "tr" | "td" | "th");
        if let Some((unseen, depth)) = &mut self.unseen {
            // What was left open ends where a table goes on; only a box may hold one unseen.
            if !is_of_table || unseen == "div" || unseen == "template" {
                *depth += usize::from(*unseen == name);
                return;
            }
            self.unseen = None;
        }
        let is_hidden = is_hidden(tag);
        let hides = name == "div" || INLINE.contains(&name.as_str());
        if (UNSEEN.contains(&name.as_str()) || is_hidden && hides) && !tag.self_closing {
            self.unseen = Some((name, 1));
            return;
        }
        match name.as_str() {
            "table" => self.open_table(),
            "tr" => self.open_row(is_hidden),
            "td" | "th" => self.open_cell(tag),
            "caption" => {
                if let Some(open) = self.tables.last_mut().filter(|open| !open.is_text) {
                    open.caption = Some(Flow::default());
                }
            }
            "br" => self.begin_line(),
            "input" => self.input(tag),
            "img" => {
                let shown = value(tag, "alt").unwrap_or_default();
                self.flow().add(&shown);
            }
            "select" => self.choice = Some(Choice::default()),
            "option" => {
                if let Some(choice) = &mut self.choice {
                    choice.end_option();
                    choice.is_selected = value(tag, "selected").is_some();
                }
            }
            name if LINES.contains(&name) => self.begin_line(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((unseen, depth)) = &mut self.unseen {
            if *unseen == name {
                *depth -= 1;
                if *depth == 0 {
                    self.unseen = None;
                }
            } else if matches!(name, "td" | "th" | "tr" | "table") && unseen != "div" && unseen != "template"
            {
                self.unseen = None;
            } else {
                return;
            }
            if !matches!(name, "td" | "th" | "tr" | "table") {
                return;
            }
        }
        match name {
            "table" => self.close_table(),
            "tr" | "td" | "th" => self.close_cell(),
            "caption" => self.close_caption(),
            "select" => self.end_choice(),
            name if LINES.contains(&name) => self.begin_line(),
            _ => {}
        }
    }

    /// Begins a line in a cell, or ends one outside.
    fn begin_line(&mut self) {
        let in_cell = self.tables.iter().rev().find(|open| !open.is_text);
        if in_cell.is_some_and(|open| open.cell.is_some() || open.caption.is_some()) {
            self.flow().begin_line();
        } else {
            self.end_line();
        }
    }

    /// Takes the line outside of cells in.
    fn end_line(&mut self) {
        let line = self.line.take();
        if !line.is_empty() {
            self.blocks.push(Block::Line(line));
        }
    }

    fn input(&mut self, tag: &StartTag<()>) {
        let kind = value(tag, "type").unwrap_or_default().to_ascii_lowercase();
        let shown = match kind.as_str() {
            "" | "text" | "number" | "date" => value(tag, "value").unwrap_or_default(),
            "checkbox" | "radio" if value(tag, "checked").is_some() => "√".to_string(),
            _ => String::new(),
        };
        self.flow().add(&shown);
    }

    fn end_choice(&mut self) {
        if let Some(mut choice) = self.choice.take() {
            choice.end_option();
            let shown = choice.shown.unwrap_or_default();
            self.flow().add(&shown);
        }
    }

    fn open_table(&mut self) {
        self.end_choice();
        if self.tables.len() >= MAX_DEPTH {
            self.n_too_deep += 1;
            return;
        }
        let outer = self.tables.iter().rposition(|open| !open.is_text);
        let mut is_text = false;
        match outer {
            Some(at) if self.tables[at].is_data && self.tables[at].cell.is_some() => is_text = true,
            Some(at) => {
                // A table that lays the page out: what it held so far are lines.
                self.close_caption();
                let open = &mut self.tables[at];
                let table = std::mem::take(&mut open.table);
                (open.n_filled, open.is_data) = (0, false);
                let begun = open.cell.as_mut().map(|cell| cell.content.take()).unwrap_or_default();
                self.end_line();
                self.blocks.extend(table.into_lines().map(Block::Line));
                if !begun.is_empty() {
                    self.blocks.push(Block::Line(begun));
                }
            }
            None => self.end_line(),
        }
        if is_text {
            self.begin_line();
        }
        self.tables.push(Open { is_text, ..Open::default() });
    }

    /// Returns the innermost table, which rows without one imply.
    fn open(&mut self) -> &mut Open {
        if self.tables.is_empty() {
            self.end_line();
            self.tables.push(Open::default());
        }
        self.tables.last_mut().expect("there is one by now")
    }

    fn open_row(&mut self, is_hidden: bool) {
        self.close_cell();
        if self.open().is_text {
            self.begin_line();
        } else {
            let open = self.open();
            open.n_filled = 0;
            open.table.rows.push(Row { is_hidden, cells: Vec::new() });
        }
    }

    fn open_cell(&mut self, tag: &StartTag<()>) {
        self.close_cell();
        if self.open().is_text {
            self.flow().add(" ");
            return;
        }
        let reach = |name: &str, n_max: u32| {
            let stated = value(tag, name).and_then(|value| value.trim().parse::<u32>().ok());
            stated.unwrap_or(1).min(n_max)
        };
        let cell = OpenCell {
            content: Flow::default(),
            behind: behind(tag),
            n_cols: reach("colspan", MAX_COLSPAN).max(1),
            // None at all is to the end of the table.
            n_rows: match reach("rowspan", MAX_ROWSPAN) {
                0 => MAX_ROWSPAN,
                n_rows => n_rows,
            },
        };
        self.open().cell = Some(cell);
    }

    fn close_caption(&mut self) {
        if let Some(open) = self.tables.last_mut()
            && let Some(mut caption) = open.caption.take()
        {
            open.table.name = Some(caption.take()).filter(|name| !name.is_empty());
        }
    }

    fn close_cell(&mut self) {
        self.end_choice();
        self.close_caption();
        let Some(open) = self.tables.last_mut() else { return };
        let Some(OpenCell { mut content, behind, n_cols, n_rows }) = open.cell.take() else { return };
        let value: Option<Value> = behind.value(&content.take());
        open.n_filled += usize::from(value.is_some());
        open.is_data |= open.n_filled > 1;
        if open.table.rows.is_empty() {
            open.table.rows.push(Row::default());
        }
        let row = open.table.rows.last_mut().expect("there is one by now");
        row.cells.push(Cell { value, n_cols, n_rows });
    }

    fn close_table(&mut self) {
        if let Some(left) = self.n_too_deep.checked_sub(1) {
            self.n_too_deep = left;
            return;
        }
        self.close_cell();
        let Some(open) = self.tables.pop() else { return };
        if open.is_text {
            self.begin_line();
            return;
        }
        // What stood between its cells stands before it.
        self.end_line();
        if !open.table.rows.is_empty() {
            self.blocks.push(Block::Table(open.table));
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.n_too_deep = 0;
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.end_line();
        self.blocks
    }
}

/// Returns an attribute's value.
fn value(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}

/// Returns whether the element says that nobody sees it.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let style = value(tag, "style").unwrap_or_default().to_ascii_lowercase();
    style.split(';').any(|rule| {
        rule.split_once(':').is_some_and(|(name, value)| name.trim() == "display" && value.trim() == "none")
    })
}

/// Returns the number that a program wrote beside the text.
fn behind(tag: &StartTag<()>) -> Behind {
    let number = ["x:num", "sdval", "data-v"].iter().find_map(|name| value(tag, name)?.trim().parse().ok());
    let format = value(tag, "data-z").or_else(|| {
        // Language of the system, of the format, and its code.
        let stated = value(tag, "sdnum")?;
        stated.splitn(3, ';').nth(2).map(str::to_string)
    });
    Behind { number: number.filter(|number: &f64| number.is_finite()), format }
}
