//! The configuration in force as people wrote it: every value a text, a number or a flag.
//!
//! Only their kinds are checked here; what they mean is decided in values.rs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::settings::keys::{is_sheet, quoted as quoted_key};
use crate::settings::layout::{FileLayoutWords, LayoutWords};
use crate::settings::tree::{Node, Tree, Value};
use crate::settings::{OwnWords, RegisterWords, RuleOverride};

/// What banxin.toml can say; every part may be left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Profile {
    /// The unit as it stands in the title, such as `清溪镇`.
    pub unit: Option<String>,
    /// What leads the study there: a body such as `党组`, or the group's whole name.
    pub group: Option<String>,
    /// The county that the units of a batch belong to; said in the batch's own folder.
    pub county: Option<String>,
    /// The units that a batch must hold, those that file nothing too; said in the batch's own
    /// folder.
    pub units: Vec<String>,
    /// Whether a county writes to each of its units; said in the batch's own folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notices: Option<bool>,
    /// The issuing organ (发文机关署名).
    pub organ: Option<String>,
    /// All issuing organs of a joint document (联合行文), the one that leads first.
    pub organs: Vec<String>,
    /// The addressee (主送机关).
    pub superior: Option<String>,
    /// The addressees of a notice (下行文的主送机关).
    pub recipients: Option<String>,
    /// The period, such as `2020H1`.
    pub period: Option<String>,
    /// The document's date (成文日期), `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The document format; `plain` when left out.
    pub profile: Option<String>,
    /// The PDF standards; a-2a with ua-1 when left out.
    pub standard: Option<Vec<String>>,
    /// Whether a batch writes an OFD of each report, too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ofd: bool,
    /// What an OFD is for, `ofd` or `ofd-a`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ofd_profile: Option<String>,
    /// Whether a batch writes a draft for Word beside each report.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub docx: bool,
    /// Whether persons' names stand in the attachments.
    pub names: bool,
    /// Whether each person's attendance of each session is attached; it names persons.
    pub attendance: bool,
    /// Whether the score sheet is attached.
    pub score: bool,
    /// Whether the table of thresholds is attached.
    pub thresholds: bool,
    /// The attachments; where left out, those that are usual and those that the flags ask for.
    pub attachments: Option<Vec<String>>,
    /// How many characters the body is to have.
    pub length: Option<f64>,
    /// Local topics: place, industries, the year's tasks.
    pub keywords: Vec<String>,
    /// The guiding ideas (指导思想) that the document opens with.
    pub guiding: Option<String>,
    /// The superior's document that study goes by (依据): title and number.
    pub basis: Option<String>,
    /// The funds for study (经费).
    pub funds: Option<String>,
    /// Where study has its places (学习阵地).
    pub places: Vec<String>,
    /// Parts above and below the text in the formal formats.
    pub letterhead: Letterhead,
    /// Page options.
    pub page: PageOptions,
    /// Preferred font family by role.
    pub fonts: BTreeMap<String, String>,
    /// Overrides of thresholds by indicator id.
    pub rules: BTreeMap<String, RuleOverride>,
    /// The office's own words for registers and their columns.
    pub registers: OwnWords,
    /// Which register sheets are, by file and sheet.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub layout: BTreeMap<String, FileLayoutWords>,
    /// The day of the session that minutes are of, `YYYY-MM-DD`; never said in a file.
    #[serde(skip)]
    pub session: Option<String>,
}

/// The parts of 版头 and 版记.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Letterhead {
    /// 发文机关标志.
    pub mark: Option<String>,
    /// 发文字号.
    pub number: Option<String>,
    /// 签发人.
    pub signers: Vec<String>,
    /// 份号.
    pub copy_number: Option<String>,
    /// 密级和保密期限.
    pub secrecy: Option<String>,
    /// 紧急程度.
    pub urgency: Option<String>,
    /// 抄送机关.
    pub cc: Vec<String>,
    /// 印发机关.
    pub printed_by: Option<String>,
    /// 印发日期.
    pub printed_on: Option<String>,
    /// 附注.
    pub note: Option<String>,
    /// Posts of those whose signature stamps are used, in full.
    pub posts: Vec<String>,
    /// Geometry of the signature block.
    pub seal: Option<String>,
}

/// Options of the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct PageOptions {
    /// `rgb` or `cmyk` for what is red.
    pub red: Option<String>,
    /// `fixed` or `mirrored`.
    pub binding: Option<String>,
    /// Whether the colophon must be on an even page.
    pub colophon_on_even_page: bool,
}

impl Profile {
    /// Reads the values, and says of each that is of another kind what it should be.
    pub fn read(tree: &Tree) -> (Profile, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let mut top = Reader { tree: Some(tree), prefix: String::new(), faults: &mut faults };
        let profile = Profile {
            unit: top.text("unit"),
            group: top.text("group"),
            county: top.text("county"),
            units: top.texts("units").unwrap_or_default(),
            notices: top.flag("notices"),
            organ: top.text("organ"),
            organs: top.texts("organs").unwrap_or_default(),
            superior: top.text("superior"),
            recipients: top.text("recipients"),
            period: top.text_or_number("period"),
            date: top.text("date"),
            profile: top.text("profile"),
            standard: top.texts("standard"),
            ofd: top.flag("ofd").unwrap_or_default(),
            ofd_profile: top.text("ofd-profile"),
            docx: top.flag("docx").unwrap_or_default(),
            names: top.flag("names").unwrap_or_default(),
            attendance: top.flag("attendance").unwrap_or_default(),
            score: top.flag("score").unwrap_or_default(),
            thresholds: top.flag("thresholds").unwrap_or_default(),
            attachments: top.texts("attachments"),
            length: top.number("length"),
            keywords: top.texts("keywords").unwrap_or_default(),
            guiding: top.text("guiding"),
            basis: top.text("basis"),
            funds: top.text("funds"),
            places: top.texts("places").unwrap_or_default(),
            letterhead: Letterhead::read(top.table("letterhead")),
            page: PageOptions::read(top.table("page")),
            fonts: top.table("fonts").each(|fonts, role| fonts.text(role)),
            rules: top.table("rules").each(|rules, id| {
                let mut rule = rules.table(id);
                Some(RuleOverride {
                    threshold: rule.number("threshold"),
                    severe: rule.number("severe"),
                    off: rule.flag("off").unwrap_or_default(),
                })
            }),
            registers: top.table("registers").each(|registers, key| {
                let mut words = registers.table(key);
                let hints = words.texts("hints").unwrap_or_default();
                let columns = words.table("columns").each(|columns, column| columns.texts(column));
                Some(RegisterWords { hints, columns })
            }),
            layout: top.table("layout").each(|layouts, file| {
                let mut of_file = layouts.table(file);
                let tree = of_file.tree.into_iter().flatten();
                let names = tree.filter(|(key, node)| is_sheet(key, node)).map(|(key, _)| key);
                let names: Vec<&String> = names.collect();
                let whole = LayoutWords::read(&mut of_file, &names);
                let sheet =
                    |name: &&String| ((*name).clone(), LayoutWords::read(&mut of_file.table(name), &[]));
                let sheets = names.iter().map(sheet).collect();
                Some(FileLayoutWords { whole, sheets })
            }),
            session: top.text("session"),
        };
        (profile, faults)
    }
}

impl LayoutWords {
    /// Reads what is assigned; without the keys that are the names of sheets.
    fn read(layout: &mut Reader<'_>, sheets: &[&String]) -> LayoutWords {
        let register = layout.text("register");
        let head = layout.text_or_number("head");
        let mut texts = |key: &str| {
            let is_sheet = sheets.iter().any(|sheet| *sheet == key);
            if is_sheet { BTreeMap::new() } else { layout.table(key).each(|texts, key| texts.text(key)) }
        };
        let (columns, dates) = (texts("columns"), texts("dates"));
        LayoutWords { register, head, columns, dates }
    }
}

impl Letterhead {
    fn read(mut head: Reader<'_>) -> Letterhead {
        Letterhead {
            mark: head.text("mark"),
            number: head.text("number"),
            signers: head.texts("signers").unwrap_or_default(),
            copy_number: head.text("copy-number"),
            secrecy: head.text("secrecy"),
            urgency: head.text("urgency"),
            cc: head.texts("cc").unwrap_or_default(),
            printed_by: head.text("printed-by"),
            printed_on: head.text("printed-on"),
            note: head.text("note"),
            posts: head.texts("posts").unwrap_or_default(),
            seal: head.text("seal"),
        }
    }
}

impl PageOptions {
    fn read(mut page: Reader<'_>) -> PageOptions {
        PageOptions {
            red: page.text("red"),
            binding: page.text("binding"),
            colophon_on_even_page: page.flag("colophon-on-even-page").unwrap_or_default(),
        }
    }
}

/// Reads a table's values by their kinds.
struct Reader<'a> {
    /// The table; none where it is not there.
    tree: Option<&'a Tree>,
    /// What stands before its keys, as people are shown them.
    prefix: String,
    /// What is wrong so far.
    faults: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn text(&mut self, key: &str) -> Option<String> {
        let node = self.tree?.get(key)?;
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            Value::Number(_) | Value::Flag(_) | Value::Moment(_) => {
                self.fault(node, key, "引号里的文字", format!("\"{}\"", shown(&node.value)))
            }
            _ => self.fault(node, key, "引号里的文字", "\"文字\"".to_string()),
        }
    }

    /// Returns a text, or a number as a text.
    fn text_or_number(&mut self, key: &str) -> Option<String> {
        match &self.tree?.get(key)?.value {
            Value::Number(number) => Some(number.to_string()),
            _ => self.text(key),
        }
    }

    fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        let node = self.tree?.get(key)?;
        let one = |node: &Node| match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        let wanted = "方括号里的几项文字";
        match &node.value {
            Value::List(items) => {
                let Some(wrong) = items.iter().find(|item| one(item).is_none()) else {
                    return items.iter().map(one).collect();
                };
                self.fault(wrong, key, wanted, "[\"甲\", \"乙\"]".to_string())
            }
            Value::Text(text) => self.fault(node, key, wanted, format!("[\"{text}\"]")),
            _ => self.fault(node, key, wanted, "[\"甲\", \"乙\"]".to_string()),
        }
    }

    fn flag(&mut self, key: &str) -> Option<bool> {
        let node = self.tree?.get(key)?;
        match &node.value {
            Value::Flag(flag) => Some(*flag),
            value => {
                let says_no = ["false", "no", "0", "否", "不", "无"].contains(&shown(value).trim());
                self.fault(node, key, " true 或 false", (!says_no).to_string())
            }
        }
    }

    fn number(&mut self, key: &str) -> Option<f64> {
        let node = self.tree?.get(key)?;
        match &node.value {
            Value::Number(number) => Some(*number),
            value => {
                let text = shown(value);
                let percent =
                    text.trim().strip_suffix(['%', '％']).and_then(|n| n.trim().parse::<f64>().ok());
                let number = percent.map(|n| n / 100.0).or_else(|| text.trim().parse().ok());
                self.fault(node, key, "数字", number.unwrap_or(0.5).to_string())
            }
        }
    }

    /// Returns the reader of a table; one without anything where there is none.
    fn table(&mut self, key: &str) -> Reader<'_> {
        let node = self.tree.and_then(|tree| tree.get(key));
        let mut tree = None;
        match node.map(|node| &node.value) {
            Some(Value::Table(inner)) => tree = Some(inner),
            Some(value) => {
                let number = if matches!(value, Value::Number(_)) { shown(value) } else { "0.5".to_string() };
                let example = match self.prefix.as_str() {
                    "rules." => format!("{{ threshold = {number} }}"),
                    _ => "{ 项 = 取值 }".to_string(),
                };
                node.and_then(|node| self.fault::<()>(node, key, "一节，每项一个取值", example));
            }
            None => {}
        }
        Reader { tree, prefix: format!("{}{key}.", self.prefix), faults: self.faults }
    }

    /// Reads every key of the table.
    fn each<T>(mut self, read: impl Fn(&mut Self, &str) -> Option<T>) -> BTreeMap<String, T> {
        let keys = self.tree.into_iter().flat_map(Tree::keys);
        keys.filter_map(|key| Some((key.clone(), read(&mut self, key)?))).collect()
    }

    /// Complains of a value that is of another kind than wanted.
    fn fault<T>(&mut self, node: &Node, key: &str, wanted: &str, example: String) -> Option<T> {
        let Reader { prefix, .. } = self;
        let found = match &node.value {
            Value::Table(_) => "一节".to_string(),
            Value::List(_) => "方括号里的几项".to_string(),
            value => format!(" {}", quoted(value)),
        };
        let message = format!("配置项“{prefix}{key}”应为{wanted}（现为{found}）");
        // A key that is no plain word stands in quotes.
        let key = quoted_key(key);
        self.faults.push(node.at.fault(message).hint(format!("写成 {key} = {example}")));
        None
    }
}

/// Returns a value as it is written, but for its quotes.
fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Moment(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(_) | Value::Table(_) => String::new(),
    }
}

/// Returns the start of a value in backticks.
fn quoted(value: &Value) -> String {
    const MAX_CHARS: usize = 20;
    let text = shown(value);
    let start: String = text.chars().take(MAX_CHARS).collect();
    let dots = if start.len() < text.len() { "…" } else { "" };
    format!("`{start}{dots}`")
}
